<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutCard</name>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>所用组件</translation>
    </message>
    <message>
        <source>Typefaces</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Third-party notices</source>
        <translation>第三方声明</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更新记录</translation>
    </message>
</context>
<context>
    <name>AddressCard</name>
    <message>
        <source>Add a model…</source>
        <translation>添加模型…</translation>
    </message>
    <message>
        <source>Serve another model behind this address, under a name of its own</source>
        <translation>在此地址下再为一个模型提供服务，使用它自己的名称</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>服务端点</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/秒</translation>
    </message>
    <message>
        <source>p50 · p99</source>
        <translation>p50 · p99</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Waiting for its device</source>
        <translation>等待设备</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Answering what was asked, then stopping</source>
        <translation>正在答完已有请求，然后停止</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>ms to first token</source>
        <translation>毫秒（首个 token）</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>{0} tok/s</source>
        <translation>{0} token/秒</translation>
    </message>
    <message>
        <source>{0} rows/s</source>
        <translation>{0} 行/秒</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} 毫秒</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>{0} d {1} h</source>
        <translation>{0} 天 {1} 小时</translation>
    </message>
    <message>
        <source>{0} d</source>
        <translation>{0} 天</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>{0}前</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>answered in {0} ms</source>
        <translation>用时 {0} 毫秒</translation>
    </message>
    <message>
        <source>Most likely next, with its score</source>
        <translation>最可能的后续项及其得分</translation>
    </message>
    <message>
        <source>Score: higher is likelier</source>
        <translation>得分：越高越有可能</translation>
    </message>
    <message>
        <source>Nothing is known of it.</source>
        <translation>没有关于它的信息。</translation>
    </message>
    <message>
        <source>none of the labels</source>
        <translation>不属于任何标签</translation>
    </message>
    <message>
        <source>this user</source>
        <translation>此用户</translation>
    </message>
    <message>
        <source>this item</source>
        <translation>此物品</translation>
    </message>
    <message>
        <source>Not seen in training: {0}.</source>
        <translation>训练中未见过：{0}。</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>Endpoint made</source>
        <translation>创建服务端点</translation>
    </message>
    <message>
        <source>Endpoint started again</source>
        <translation>重新启动服务端点</translation>
    </message>
    <message>
        <source>Endpoint stopped</source>
        <translation>停止服务端点</translation>
    </message>
    <message>
        <source>Endpoint deleted</source>
        <translation>删除服务端点</translation>
    </message>
    <message>
        <source>Endpoint renamed</source>
        <translation>重命名服务端点</translation>
    </message>
    <message>
        <source>Opened to other computers</source>
        <translation>对其他计算机开放</translation>
    </message>
    <message>
        <source>Model added</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Model served in another way</source>
        <translation>更改模型的服务方式</translation>
    </message>
    <message>
        <source>Version swapped</source>
        <translation>切换版本</translation>
    </message>
    <message>
        <source>Model removed</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Model deleted</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>Model encrypted</source>
        <translation>加密模型</translation>
    </message>
    <message>
        <source>Model decrypted</source>
        <translation>已解密模型</translation>
    </message>
    <message>
        <source>Model unlocked</source>
        <translation>解锁模型</translation>
    </message>
    <message>
        <source>Wrong passphrase</source>
        <translation>口令错误</translation>
    </message>
    <message>
        <source>Key made</source>
        <translation>创建密钥</translation>
    </message>
    <message>
        <source>Key revoked</source>
        <translation>吊销密钥</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>at the endpoint</source>
        <translation>通过服务端点</translation>
    </message>
    <message>
        <source>id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>AutoPanel</name>
    <message>
        <source>Use these settings</source>
        <translation>采用这些设置</translation>
    </message>
    <message>
        <source>What would be taken is said here when the check is through.</source>
        <translation>检查完成后，这里会说明将采用什么。</translation>
    </message>
    <message>
        <source>Would take: {0}</source>
        <translation>将采用：{0}</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>Rows before and after</source>
        <translation>处理前后的行</translation>
    </message>
</context>
<context>
    <name>BestChart</name>
    <message>
        <source>Best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>A dot appears here with each run that has ended.</source>
        <translation>每当一个训练结束，这里就会出现一个点。</translation>
    </message>
    <message>
        <source>each run</source>
        <translation>各次训练</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>run {0} to end</source>
        <translation>第 {0} 个结束的训练</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Values appear here with the first steps.</source>
        <translation>训练开始后，数值会显示在这里。</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>{0} (raw {1})</source>
        <translation>{0}（原始 {1}）</translation>
    </message>
    <message>
        <source>after {0}</source>
        <translation>{0} 后</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>第 {0} 步</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>保存为 PNG…</translation>
    </message>
    <message>
        <source>Save values as CSV…</source>
        <translation>将数值保存为 CSV…</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Chart: {0}</source>
        <translation>图表：{0}</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>纵轴</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Smoothing {0}</source>
        <translation>平滑 {0}</translation>
    </message>
    <message>
        <source>Save the chart, show all</source>
        <translation>保存图表，显示全部</translation>
    </message>
    <message>
        <source>Chart menu</source>
        <translation>图表菜单</translation>
    </message>
    <message>
        <source>Save as PNG</source>
        <translation>保存为 PNG</translation>
    </message>
    <message>
        <source>Save values as CSV</source>
        <translation>将数值保存为 CSV</translation>
    </message>
</context>
<context>
    <name>CheckLine</name>
    <message>
        <source>Go to the field</source>
        <translation>转到该字段</translation>
    </message>
</context>
<context>
    <name>CheckpointsModel</name>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>damaged: not used</source>
        <translation>已损坏：不会使用</translation>
    </message>
</context>
<context>
    <name>CheckpointsTab</name>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>No checkpoint yet. The run saves one every so many steps, when it pauses, and when you ask for one.</source>
        <translation>还没有检查点。训练每隔若干步、暂停时以及您要求时会保存一个。</translation>
    </message>
</context>
<context>
    <name>ChecksCard</name>
    <message>
        <source>Before you launch</source>
        <translation>启动之前</translation>
    </message>
</context>
<context>
    <name>ChoicePopup</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>CleaningLine</name>
    <message>
        <source>+ cleaning step</source>
        <translation>+ 清洗步骤</translation>
    </message>
    <message>
        <source>{touched} of the first {rows} rows touched; {left} are left</source>
        <translation>前 {rows} 行中改动了 {touched} 行；剩余 {left} 行</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>{0} is not finished. Without the window it ends, and leaves no file.</source>
        <translation>{0} 尚未完成。关闭窗口后它会中止，且不留下文件。</translation>
    </message>
    <message>
        <source>A file is being scored</source>
        <translation>正在批量预测文件</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Runs save a checkpoint and can be resumed later. Endpoints stop answering. The engine ends.</source>
        <translation>训练会保存检查点，之后可以继续。服务端点停止应答。引擎结束。</translation>
    </message>
    <message>
        <source>Stop everything?</source>
        <translation>全部停止？</translation>
    </message>
    <message>
        <source>Stop everything</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>以及另外 {0} 个</translation>
    </message>
    <message>
        <source>The engine keeps them running. Open Modelyard again to see where they are.</source>
        <translation>引擎会让它们继续运行。再次打开 Modelyard 即可查看进展。</translation>
    </message>
    <message>
        <source>Do not ask again</source>
        <translation>不再询问</translation>
    </message>
    <message>
        <source>One job goes on without the window</source>
        <translation>关闭窗口后，有 1 项任务会继续运行</translation>
    </message>
    <message>
        <source>{0} jobs go on without the window</source>
        <translation>关闭窗口后，有 {0} 项任务会继续运行</translation>
    </message>
    <message>
        <source>The engine keeps it running. Open Modelyard again to see where it is.</source>
        <translation>引擎会让它继续运行。再次打开 Modelyard 即可查看进展。</translation>
    </message>
    <message>
        <source>Stop everything…</source>
        <translation>全部停止…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CodeCard</name>
    <message>
        <source>Call it from code</source>
        <translation>在代码中调用</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Code that asks the endpoint</source>
        <translation>调用服务端点的代码</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>新建密钥…</translation>
    </message>
    <message>
        <source>The key above is shown only as long as this window is open.</source>
        <translation>上面的密钥只在此窗口打开期间显示。</translation>
    </message>
    <message>
        <source>The key made before is not for “{0}”, which came later.</source>
        <translation>先前创建的密钥不适用于后来添加的“{0}”。</translation>
    </message>
    <message>
        <source>Put a key in place of {0}.</source>
        <translation>请用密钥替换 {0}。</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>ColumnChoices</name>
    <message>
        <source>Column for {0}</source>
        <translation>{0} 对应的列</translation>
    </message>
    <message>
        <source>– not in the file –</source>
        <translation>– 文件中没有 –</translation>
    </message>
</context>
<context>
    <name>ColumnEditor</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>ColumnsEditor</name>
    <message>
        <source>all others</source>
        <translation>其余所有列</translation>
    </message>
    <message>
        <source>no column</source>
        <translation>没有列</translation>
    </message>
    <message>
        <source>{count} columns</source>
        <translation>{count} 列</translation>
    </message>
</context>
<context>
    <name>ColumnsTable</name>
    <message>
        <source>number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>yes/no</source>
        <translation>是/否</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>like an id</source>
        <translation>类似 id</translation>
    </message>
    <message>
        <source>{widths} wide · {heights} high, pixels</source>
        <translation>宽 {widths} · 高 {heights}，像素</translation>
    </message>
    <message>
        <source>{low} … {high} characters, {mean} on average</source>
        <translation>{low} … {high} 个字符，平均 {mean}</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>不同值</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>{low} … {high} · mean {mean}</source>
        <translation>{low} … {high} · 均值 {mean}</translation>
    </message>
</context>
<context>
    <name>CompareLanes</name>
    <message>
        <source>There is only one model to ask.</source>
        <translation>只有一个模型可以提问。</translation>
    </message>
    <message>
        <source>Add a version…</source>
        <translation>添加版本…</translation>
    </message>
    <message>
        <source>Model at the left</source>
        <translation>左侧的模型</translation>
    </message>
    <message>
        <source>Model at the right</source>
        <translation>右侧的模型</translation>
    </message>
    <message>
        <source>Both are asked the same.</source>
        <translation>向两个模型提出相同的问题。</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Nothing to compare</source>
        <translation>没有可比较的内容</translation>
    </message>
    <message>
        <source>Choose two or more runs in the list of runs.</source>
        <translation>请在训练列表中选择两个或更多训练。</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>所有训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Which curve</source>
        <translation>显示哪条曲线</translation>
    </message>
    <message>
        <source>Choose runs…</source>
        <translation>选择训练…</translation>
    </message>
    <message>
        <source>What they did differently, and how they ended</source>
        <translation>它们的不同之处与最终结果</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Throughput, rows/s</source>
        <translation>吞吐量，行/秒</translation>
    </message>
    <message>
        <source>Throughput, tokens/s</source>
        <translation>吞吐量，token/秒</translation>
    </message>
    <message>
        <source>The specs are the same, and no run has final scores yet.</source>
        <translation>这些训练的设置相同，且都还没有最终评分。</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>true</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>{0} of “{1}” were said to be “{2}”</source>
        <translation>“{1}”中有 {0} 个被判为“{2}”</translation>
    </message>
    <message>
        <source>Confusion matrix: {0} of {1} right</source>
        <translation>混淆矩阵：{1} 个中有 {0} 个正确</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>DataCard</name>
    <message>
        <source>1 · Data</source>
        <translation>1 · 数据</translation>
    </message>
    <message>
        <source>Preview rows</source>
        <translation>预览数据行</translation>
    </message>
</context>
<context>
    <name>DatasetDetail</name>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Steps and split</source>
        <translation>步骤与划分</translation>
    </message>
    <message>
        <source>Part of the dataset</source>
        <translation>数据集部分</translation>
    </message>
</context>
<context>
    <name>DatasetEditor</name>
    <message>
        <source>Choose a dataset</source>
        <translation>选择数据集</translation>
    </message>
    <message>
        <source>{rows} rows</source>
        <translation>{rows} 行</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
</context>
<context>
    <name>DatasetKind</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>用户评分</translation>
    </message>
</context>
<context>
    <name>DatasetTiles</name>
    <message>
        <source>Datasets</source>
        <translation>数据集</translation>
    </message>
</context>
<context>
    <name>DatasetsPage</name>
    <message>
        <source>Datasets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Reveal file</source>
        <translation>打开所在位置</translation>
    </message>
    <message>
        <source>New run with this dataset</source>
        <translation>用此数据集新建训练</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>The file is no longer at {path}. Modelyard&apos;s own copy is intact.</source>
        <translation>文件已不在 {path}。Modelyard 自己的副本完好。</translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation>删除“{name}”？</translation>
    </message>
    <message>
        <source>Modelyard&apos;s copy is deleted. The file it came from, finished runs and models stay.</source>
        <translation>将删除 Modelyard 的副本。原文件、已完成的训练和模型都会保留。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>DeviceEditor</name>
    <message>
        <source>Ranks on the CPU</source>
        <translation>CPU 上的 rank 数</translation>
    </message>
    <message>
        <source>busy: {0}</source>
        <translation>使用中：{0}</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
</context>
<context>
    <name>DiskCard</name>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Disk, reading and writing</source>
        <translation>磁盘读写</translation>
    </message>
    <message>
        <source>{0} free of {1}</source>
        <translation>{0} 可用，共 {1}</translation>
    </message>
    <message>
        <source>read {0}</source>
        <translation>读 {0}</translation>
    </message>
    <message>
        <source>write {0}</source>
        <translation>写 {0}</translation>
    </message>
</context>
<context>
    <name>EmptyView</name>
    <message>
        <source>Or try a sample</source>
        <translation>或试用示例数据</translation>
    </message>
    <message>
        <source>No datasets yet</source>
        <translation>还没有数据集</translation>
    </message>
    <message>
        <source>Drop files or a folder here, and read a report of what is in them. Modelyard keeps its own copy; what you drop stays as it is.</source>
        <translation>把文件或文件夹拖到这里，即可查看其内容的报告。Modelyard 保留自己的副本；您拖入的内容保持不变。</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>CSV, TSV, Excel, Parquet, Arrow, JSON, JSON lines</source>
        <translation>CSV、TSV、Excel、Parquet、Arrow、JSON、JSON lines</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>text files, or a folder of texts with a folder for each class</source>
        <translation>文本文件，或每个类别一个子文件夹的文本文件夹</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>a folder with a folder for each class, or a table that names files</source>
        <translation>每个类别一个子文件夹的文件夹，或列出文件名的表格</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>用户评分</translation>
    </message>
    <message>
        <source>a table of users, items and, where there are any, ratings and times</source>
        <translation>包含用户和物品的表格，可带评分和时间</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>messages, prompts with answers, or a preferred and a rejected answer</source>
        <translation>消息、提示与回答，或一个优选和一个落选的回答</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
</context>
<context>
    <name>EndpointDialogs</name>
    <message>
        <source>Programs that ask for it by this name get no answer. The model stays in the catalogue.</source>
        <translation>用此名称请求它的程序将得不到应答。模型会保留在模型目录中。</translation>
    </message>
    <message>
        <source>Serve “{0}” no more?</source>
        <translation>不再提供“{0}”的服务？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>EndpointHeader</name>
    <message>
        <source>Serve</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Swap version…</source>
        <translation>切换版本…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>There is no other model of this kind</source>
        <translation>没有其他同类模型</translation>
    </message>
    <message>
        <source>Programs that use it get no answer until it is started again. Its keys stay.</source>
        <translation>在重新启动之前，使用它的程序得不到应答。密钥会保留。</translation>
    </message>
    <message>
        <source>Stop this endpoint?</source>
        <translation>停止此服务端点？</translation>
    </message>
    <message>
        <source>Its address is forgotten. The models and the keys stay.</source>
        <translation>其地址不再保留。模型和密钥会保留。</translation>
    </message>
    <message>
        <source>Delete this endpoint?</source>
        <translation>删除此服务端点？</translation>
    </message>
</context>
<context>
    <name>EndpointsModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>提供的模型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Runner</source>
        <translation>运行器</translation>
    </message>
    <message>
        <source>Requests /s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>EngineCard</name>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>运行自</translation>
    </message>
    <message>
        <source>Runs and endpoints go on when the engine is restarted or stopped.</source>
        <translation>重启或停止引擎时，训练和服务端点会继续运行。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop all…</source>
        <translation>全部停止…</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Stop the engine?</source>
        <translation>停止引擎？</translation>
    </message>
    <message>
        <source>Runs and endpoints go on and are found again by the next engine. The queue waits until then.</source>
        <translation>训练和服务端点会继续运行，下一个引擎会重新接管它们。在此之前队列暂停。</translation>
    </message>
    <message>
        <source>Stop the engine</source>
        <translation>停止引擎</translation>
    </message>
</context>
<context>
    <name>EngineFoot</name>
    <message>
        <source>Engine · local</source>
        <translation>引擎 · 本机</translation>
    </message>
    <message>
        <source>Engine · starting</source>
        <translation>引擎 · 正在启动</translation>
    </message>
    <message>
        <source>Engine · not running</source>
        <translation>引擎 · 未运行</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 个训练</translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation>{0} 个训练</translation>
    </message>
    <message>
        <source>{0} queued</source>
        <translation>{0} 个排队</translation>
    </message>
    <message>
        <source>up {0}</source>
        <translation>已运行 {0}</translation>
    </message>
</context>
<context>
    <name>EngineNotice</name>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎没有运行。</translation>
    </message>
    <message>
        <source>Runs go on without it; lists and charts show what was last known.</source>
        <translation>训练会继续进行；列表和图表显示的是最后得知的内容。</translation>
    </message>
    <message>
        <source>Start the engine</source>
        <translation>启动引擎</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>FactsCard</name>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Missing cells</source>
        <translation>缺失单元格</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>重复行</translation>
    </message>
    <message>
        <source>Rows refused</source>
        <translation>被拒绝的行</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Read again with other settings…</source>
        <translation>用其他设置重新读取…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>FileEditor</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
</context>
<context>
    <name>FileScoring</name>
    <message>
        <source>Choose a file of texts: CSV, TSV, JSON lines or plain lines.</source>
        <translation>请选择文本文件：CSV、TSV、JSON lines 或纯文本行。</translation>
    </message>
</context>
<context>
    <name>FitCard</name>
    <message>
        <source>Fit check</source>
        <translation>容量检查</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Runs 20 steps: from then on memory and speed are measured here, not estimated.</source>
        <translation>运行 20 步：此后这里的内存和速度是实测值，而不是估计值。</translation>
    </message>
    <message>
        <source>Memory per rank</source>
        <translation>每个 rank 的内存</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>FoldsPanel</name>
    <message>
        <source>{0} on the validation rows of each fold</source>
        <translation>各折验证行上的 {0}</translation>
    </message>
    <message>
        <source>A fold&apos;s curve begins with its first measurement; without validation rows there is none.</source>
        <translation>每折的曲线从首次评估开始；没有验证行则没有曲线。</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>各折</translation>
    </message>
    <message>
        <source>scores on the rows that each held out</source>
        <translation>在各折留出的行上的评分</translation>
    </message>
    <message>
        <source>Final scores</source>
        <translation>最终评分</translation>
    </message>
    <message>
        <source>a dot a fold; dashed, the naive answer</source>
        <translation>每折一个点；虚线为基线</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>FoundEditor</name>
    <message>
        <source>as found</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>as found: {value}</source>
        <translation>自动识别：{value}</translation>
    </message>
</context>
<context>
    <name>FreshKey</name>
    <message>
        <source>copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy it now: it is shown only this once, and kept nowhere in a form that can be read.</source>
        <translation>请立即复制：它只显示这一次，任何地方都不会以可读的形式保存。</translation>
    </message>
</context>
<context>
    <name>GpuCard</name>
    <message>
        <source>{0}, busy</source>
        <translation>{0}，利用率</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>{0}, memory</source>
        <translation>{0}，内存</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>% busy</source>
        <translation>% 利用率</translation>
    </message>
    <message>
        <source>clock {0}</source>
        <translation>时钟 {0}</translation>
    </message>
    <message>
        <source>{0} MHz</source>
        <translation>{0} MHz</translation>
    </message>
    <message>
        <source> · throttled: {0}</source>
        <translation> · 降频：{0}</translation>
    </message>
</context>
<context>
    <name>Grip</name>
    <message>
        <source>Pull the step to another place</source>
        <translation>拖动步骤以调整位置</translation>
    </message>
</context>
<context>
    <name>GroupDetail</name>
    <message>
        <source>Open its runs</source>
        <translation>打开其训练</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
</context>
<context>
    <name>GroupPage</name>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>Choose a job in the list of runs.</source>
        <translation>请在训练列表中选择一个训练组。</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>所有训练</translation>
    </message>
</context>
<context>
    <name>GroupProgress</name>
    <message>
        <source>best, validation</source>
        <translation>最佳，验证</translation>
    </message>
    <message>
        <source>best, test</source>
        <translation>最佳，测试</translation>
    </message>
    <message>
        <source>naive, test</source>
        <translation>基线，测试</translation>
    </message>
    <message>
        <source>time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Waiting for its devices</source>
        <translation>等待设备</translation>
    </message>
    <message>
        <source>{0} running</source>
        <translation>{0} 个运行中</translation>
    </message>
    <message>
        <source>best: {0}</source>
        <translation>最佳：{0}</translation>
    </message>
    <message>
        <source>finished in {0}</source>
        <translation>用时 {0} 完成</translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation>大约还需 {0}</translation>
    </message>
</context>
<context>
    <name>GroupSpec</name>
    <message>
        <source>Spec</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>as a file for the command line</source>
        <translation>可作为命令行使用的文件</translation>
    </message>
    <message>
        <source>Spec as YAML</source>
        <translation>YAML 设置</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>提供服务</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Spec</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>页面部分</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The runs under way save a checkpoint first, so you can continue later.</source>
        <translation>进行中的训练会先保存检查点，之后可以继续。</translation>
    </message>
    <message>
        <source>Stop all its runs?</source>
        <translation>停止其所有训练？</translation>
    </message>
    <message>
        <source>The curves, logs and checkpoints of all its runs are removed from the disk.</source>
        <translation>其所有训练的曲线、日志和检查点会从磁盘删除。</translation>
    </message>
    <message>
        <source>Delete it with all its runs?</source>
        <translation>连同其所有训练一起删除？</translation>
    </message>
    <message>
        <source>Also delete the models they made</source>
        <translation>同时删除它们得到的模型</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>From data to an answer</source>
        <translation>从数据到答案</translation>
    </message>
    <message>
        <source>Where things lie</source>
        <translation>文件的位置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The pages, from top to bottom</source>
        <translation>各页面，从上到下</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Launch the run that is being edited</source>
        <translation>启动正在编辑的训练</translation>
    </message>
    <message>
        <source>Next control; open what is chosen</source>
        <translation>下一个控件；打开所选项</translation>
    </message>
    <message>
        <source>This help</source>
        <translation>本帮助</translation>
    </message>
    <message>
        <source>Drop a file anywhere on the window: it becomes a dataset.</source>
        <translation>把文件拖到窗口任意位置：它会成为数据集。</translation>
    </message>
    <message>
        <source>New run: choose what to predict, the model and the devices, then launch.</source>
        <translation>新建训练：选择预测目标、模型和设备，然后启动。</translation>
    </message>
    <message>
        <source>Runs: watch the loss, pause, resume, compare.</source>
        <translation>训练：查看损失，暂停、继续、对比。</translation>
    </message>
    <message>
        <source>Models: a finished run is a model. Serve it, and ask it for answers.</source>
        <translation>模型：完成的训练就是一个模型。提供服务，向它提问。</translation>
    </message>
    <message>
        <source>Home folder: everything of yours</source>
        <translation>主目录：您的所有内容</translation>
    </message>
    <message>
        <source>The app&apos;s own copies of your files</source>
        <translation>应用为您的文件保留的副本</translation>
    </message>
    <message>
        <source>One folder a run: events, logs, checkpoints, model</source>
        <translation>每个训练一个文件夹：事件、日志、检查点、模型</translation>
    </message>
    <message>
        <source>The engine&apos;s log</source>
        <translation>引擎的日志</translation>
    </message>
</context>
<context>
    <name>HomeCard</name>
    <message>
        <source>Home folder</source>
        <translation>主目录</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Free on this disk</source>
        <translation>磁盘可用空间</translation>
    </message>
</context>
<context>
    <name>ImagePicker</name>
    <message>
        <source>Choose an image…</source>
        <translation>选择图像…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Take the image that was copied (Ctrl+V)</source>
        <translation>使用已复制的图像（Ctrl+V）</translation>
    </message>
    <message>
        <source>Drop an image here, paste or choose one.</source>
        <translation>把图像拖到这里，或粘贴、选择一张图像。</translation>
    </message>
    <message>
        <source>{0} is too large.</source>
        <translation>{0} 太大。</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}.</source>
        <translation>无法读取 {0}：{1}。</translation>
    </message>
    <message>
        <source>No image was copied.</source>
        <translation>没有复制图像。</translation>
    </message>
    <message>
        <source>Pasted, {0}</source>
        <translation>已粘贴，{0}</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>选择图像</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ImagesCard</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Broken or missing</source>
        <translation>损坏或缺失</translation>
    </message>
</context>
<context>
    <name>ImportCards</name>
    <message>
        <source>Then: {names}</source>
        <translation>接下来：{names}</translation>
    </message>
    <message>
        <source>waits for the import before it</source>
        <translation>等待前一个导入完成</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>即将开始</translation>
    </message>
    <message>
        <source>looking through the file</source>
        <translation>正在检查文件</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>writing Modelyard&apos;s copy</source>
        <translation>正在写入 Modelyard 的副本</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>还需 {time}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>As found</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读取为</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Rows that cannot be read, of the first ones: {count}</source>
        <translation>前几行中无法读取的行：{count}</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Add a file</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Data (*.csv *.tsv *.tab *.txt *.md *.json *.jsonl *.parquet *.arrow *.feather *.xlsx *.sqlite *.db *.gz *.zip *.zst *.bz2 *.xz);;All files (*)</source>
        <translation>数据 (*.csv *.tsv *.tab *.txt *.md *.json *.jsonl *.parquet *.arrow *.feather *.xlsx *.sqlite *.db *.gz *.zip *.zst *.bz2 *.xz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>It becomes a dataset beside “{name}”, which stays as it is.</source>
        <translation>它会成为“{name}”之外的另一个数据集，原数据集保持不变。</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{name} was not imported.</source>
        <translation>{name} 未导入。</translation>
    </message>
</context>
<context>
    <name>JobOrders</name>
    <message>
        <source>A checkpoint is being saved.</source>
        <translation>正在保存检查点。</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>Make a key</source>
        <translation>创建密钥</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>in a day</source>
        <translation>一天后</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>一周后</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>30 天后</translation>
    </message>
    <message>
        <source>in 90 days</source>
        <translation>90 天后</translation>
    </message>
    <message>
        <source>in a year</source>
        <translation>一年后</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新建密钥</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>A program that asks an endpoint shows one of these keys; each person and program has its own.</source>
        <translation>请求服务端点的程序须出示其中一个密钥；每个人和每个程序都有自己的密钥。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>made {0}</source>
        <translation>创建于 {0}</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>{0} requests/min</source>
        <translation>{0} 请求/分钟</translation>
    </message>
    <message>
        <source>{0} tokens/min</source>
        <translation>{0} token/分钟</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Whoever uses it is answered no more, at once. It cannot be brought back.</source>
        <translation>使用它的人或程序立即得不到应答。吊销后无法恢复。</translation>
    </message>
    <message>
        <source>Revoke the key “{0}”?</source>
        <translation>吊销密钥“{0}”？</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>{0} ms to first token</source>
        <translation>首个 token {0} 毫秒</translation>
    </message>
    <message>
        <source>{0} tok/s</source>
        <translation>{0} token/秒</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个 token</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} 个 token</translation>
    </message>
    <message>
        <source>without the first {0} messages</source>
        <translation>未含最早的 {0} 条消息</translation>
    </message>
    <message>
        <source>ended at the longest answer</source>
        <translation>已达到最长回答</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>LaunchBar</name>
    <message>
        <source>One run</source>
        <translation>单次训练</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>超参数搜索</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动建模</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>训练方式</translation>
    </message>
    <message>
        <source>Try 20 steps</source>
        <translation>试跑 20 步</translation>
    </message>
    <message>
        <source>Runs 20 steps to see that all works; no model is kept.</source>
        <translation>运行 20 步以确认一切正常；不保留模型。</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Runs 20 steps as chosen and 20 on one device with the same seed, and lays the two curves over each other. Dropout is off in both.</source>
        <translation>用相同的种子按所选策略运行 20 步，再在单个设备上运行 20 步，并把两条曲线叠在一起。两次都关闭 Dropout。</translation>
    </message>
    <message>
        <source>Launch   Ctrl ↵</source>
        <translation>启动   Ctrl ↵</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>启动</translation>
    </message>
</context>
<context>
    <name>LegendButton</name>
    <message>
        <source>Show or hide this curve</source>
        <translation>显示或隐藏此曲线</translation>
    </message>
    <message>
        <source>Curve {0}</source>
        <translation>曲线 {0}</translation>
    </message>
</context>
<context>
    <name>LinesEditor</name>
    <message>
        <source>one to a line</source>
        <translation>每行一项</translation>
    </message>
</context>
<context>
    <name>LogTab</name>
    <message>
        <source>Rank {0}</source>
        <translation>Rank {0}</translation>
    </message>
    <message>
        <source>Shim, which keeps the processes</source>
        <translation>进程守护者</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>Nothing has been printed yet.</source>
        <translation>还没有输出。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Which log</source>
        <translation>哪个日志</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>{0} found</source>
        <translation>找到 {0} 处</translation>
    </message>
</context>
<context>
    <name>MachinePage</name>
    <message>
        <source>Machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>driver {0}</source>
        <translation>驱动 {0}</translation>
    </message>
</context>
<context>
    <name>MeansCard</name>
    <message>
        <source>Mean ± standard deviation over the folds</source>
        <translation>各折的均值 ± 标准差</translation>
    </message>
    <message>
        <source>The first fold that finishes shows its scores here.</source>
        <translation>最先完成的一折会在这里显示评分。</translation>
    </message>
    <message>
        <source>on the rows that each fold held out</source>
        <translation>在每折留出的行上</translation>
    </message>
    <message>
        <source>{0} folds so far</source>
        <translation>目前 {0} 折</translation>
    </message>
</context>
<context>
    <name>MemoryCard</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory, course</source>
        <translation>内存走势</translation>
    </message>
    <message>
        <source>swap {0}</source>
        <translation>交换 {0}</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>2 · Model</source>
        <translation>2 · 模型</translation>
    </message>
</context>
<context>
    <name>ModelDetail</name>
    <message>
        <source>Serve</source>
        <translation>提供服务</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation>打开其训练</translation>
    </message>
    <message>
        <source>Reveal folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>What it takes in</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>所用组件</translation>
    </message>
    <message>
        <source>{0} · {1} parameters · {2}</source>
        <translation>{0} · {1} 个参数 · {2}</translation>
    </message>
    <message>
        <source>Open endpoint</source>
        <translation>打开服务端点</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Predicts</source>
        <translation>预测目标</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Grown from</source>
        <translation>派生自</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>one of {0}</source>
        <translation>{0} 之一</translation>
    </message>
    <message>
        <source>a date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>{0}, seen {1} to {2}</source>
        <translation>{0}，训练中取值 {1} 到 {2}</translation>
    </message>
</context>
<context>
    <name>ModelsModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>No models yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>A run that finishes becomes a model: with its scores, the data it comes from, and one button to serve it.</source>
        <translation>训练完成后就成为模型：附有评分、所用数据，一键即可提供服务。</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Filter by name, task or dataset</source>
        <translation>按名称、任务或数据集筛选</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>筛选模型</translation>
    </message>
    <message>
        <source>“{0}” is removed from the disk and can no longer be served. Its run stays in the list.</source>
        <translation>“{0}”会从磁盘删除，之后不能再提供服务。它的训练会保留在列表中。</translation>
    </message>
    <message>
        <source>Delete this model?</source>
        <translation>删除此模型？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>NamesEditor</name>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>NamesRow</name>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Navigation</source>
        <translation>导航</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>Other computers can reach this endpoint.</source>
        <translation>其他计算机可以访问此服务端点。</translation>
    </message>
    <message>
        <source>Whoever reaches {0} and has a key can ask it. Answers travel over TLS; without a key nothing is answered.</source>
        <translation>任何能访问 {0} 且持有密钥的人都可以请求它。应答通过 TLS 传输；没有密钥则一律不应答。</translation>
    </message>
    <message>
        <source>any address of this machine</source>
        <translation>这台机器的任一地址</translation>
    </message>
    <message>
        <source>Give each person a key of their own, compare the fingerprint of the certificate, and stop the endpoint when it is no longer needed.</source>
        <translation>请给每个人单独的密钥，核对证书的指纹，并在不再需要时停止服务端点。</translation>
    </message>
</context>
<context>
    <name>NetworkBanner</name>
    <message>
        <source>Fingerprint of its certificate (SHA-256)</source>
        <translation>其证书的指纹（SHA-256）</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Network, course</source>
        <translation>网络走势</translation>
    </message>
    <message>
        <source>{0}/s in</source>
        <translation>{0}/s 接收</translation>
    </message>
    <message>
        <source>{0} out</source>
        <translation>发送 {0}</translation>
    </message>
</context>
<context>
    <name>NewRunPage</name>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>from recipe</source>
        <translation>来自配方</translation>
    </message>
    <message>
        <source>one device</source>
        <translation>单设备</translation>
    </message>
    <message>
        <source>Open YAML</source>
        <translation>打开 YAML</translation>
    </message>
    <message>
        <source>Save as YAML</source>
        <translation>保存为 YAML</translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message>
        <source>Serving “{0}” failed</source>
        <translation>“{0}”的服务失败</translation>
    </message>
    <message>
        <source>Run “{0}” has finished</source>
        <translation>训练“{0}”已完成</translation>
    </message>
    <message>
        <source>Run “{0}” failed</source>
        <translation>训练“{0}”失败</translation>
    </message>
    <message>
        <source>Run “{0}” was stopped</source>
        <translation>训练“{0}”已停止</translation>
    </message>
    <message>
        <source>{0} “{1}”: all runs have ended</source>
        <translation>{0}“{1}”：所有训练已结束</translation>
    </message>
    <message>
        <source>{0} “{1}” failed</source>
        <translation>{0}“{1}”失败</translation>
    </message>
    <message>
        <source>{0} “{1}” was stopped</source>
        <translation>{0}“{1}”已停止</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Job made of runs</source>
        <translation>训练组</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ParallelPlot</name>
    <message>
        <source>Settings and scores</source>
        <translation>设置与评分</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>Folds</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>打开训练</translation>
    </message>
    <message>
        <source>{0}, best</source>
        <translation>{0}，最佳</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>超参数搜索</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动建模</translation>
    </message>
    <message>
        <source>Fold {0}</source>
        <translation>折 {0}</translation>
    </message>
    <message>
        <source>Trial {0}</source>
        <translation>试验 {0}</translation>
    </message>
    <message>
        <source>Try {0}</source>
        <translation>尝试 {0}</translation>
    </message>
    <message>
        <source>{0} of {1} folds</source>
        <translation>{0} / {1} 折</translation>
    </message>
    <message>
        <source>{0} of {1} trials</source>
        <translation>{0} / {1} 次试验</translation>
    </message>
    <message>
        <source>{0} of {1} tries</source>
        <translation>{0} / {1} 次尝试</translation>
    </message>
    <message>
        <source>{0} folds</source>
        <translation>{0} 折</translation>
    </message>
    <message>
        <source>{0} trials</source>
        <translation>{0} 次试验</translation>
    </message>
    <message>
        <source>{0} tries</source>
        <translation>{0} 次尝试</translation>
    </message>
</context>
<context>
    <name>Phase</name>
    <message>
        <source>Loading the libraries</source>
        <translation>正在加载程序库</translation>
    </message>
    <message>
        <source>Preparing the data</source>
        <translation>正在准备数据</translation>
    </message>
    <message>
        <source>Building the model</source>
        <translation>正在构建模型</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>正在保存模型</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在撰写报告</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
</context>
<context>
    <name>PicturesCard</name>
    <message>
        <source>Answers, worst first</source>
        <translation>预测结果，最差的在前</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>显示所有行</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} 行，共 {total} 行</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Runs</source>
        <translation>训练数</translation>
    </message>
    <message>
        <source>Trainable parameters</source>
        <translation>可训练参数</translation>
    </message>
    <message>
        <source>Rows train · validation · test</source>
        <translation>训练 · 验证 · 测试行数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Expected speed</source>
        <translation>预计速度</translation>
    </message>
    <message>
        <source>Expected time</source>
        <translation>预计时间</translation>
    </message>
    <message>
        <source>Time for a checkpoint</source>
        <translation>保存检查点的时间</translation>
    </message>
    <message>
        <source>Disk for checkpoints</source>
        <translation>检查点所需磁盘</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>能耗</translation>
    </message>
    <message>
        <source>{count} × {threads} threads</source>
        <translation>{count} × {threads} 线程</translation>
    </message>
    <message>
        <source>{count} × {threads} thread</source>
        <translation>{count} × {threads} 线程</translation>
    </message>
    <message>
        <source>{steps} · {each} an epoch</source>
        <translation>{steps} · 每轮 {each}</translation>
    </message>
</context>
<context>
    <name>Playgrounds</name>
    <message>
        <source>Playground</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>The model can be tried here once it is known.</source>
        <translation>获知模型信息后即可在此试用。</translation>
    </message>
</context>
<context>
    <name>PlotsRow</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>click a cell to see its rows</source>
        <translation>单击单元格查看对应的行</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>Precision, recall</source>
        <translation>精确率、召回率</translation>
    </message>
    <message>
        <source>Which curve</source>
        <translation>显示哪条曲线</translation>
    </message>
    <message>
        <source>False positive rate</source>
        <translation>假阳性率</translation>
    </message>
    <message>
        <source>True positive rate</source>
        <translation>真阳性率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>How sure it was</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>How often it was right</source>
        <translation>实际正确率</translation>
    </message>
    <message>
        <source>Answers beside the truth</source>
        <translation>预测与真实对照</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>How far off</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Answer less truth</source>
        <translation>预测减真实</translation>
    </message>
</context>
<context>
    <name>PredictionPlayground</name>
    <message>
        <source>Playground</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>{0}, predicted</source>
        <translation>{0}，预测值</translation>
    </message>
    <message>
        <source>How it goes on</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>The endpoint is not ready</source>
        <translation>服务端点尚未就绪</translation>
    </message>
    <message>
        <source>Paste a row</source>
        <translation>粘贴一行</translation>
    </message>
    <message>
        <source>Fill the fields from a copied row: tabs or commas between, with or without a header</source>
        <translation>用复制的一行填写各字段：以制表符或逗号分隔，可带表头</translation>
    </message>
    <message>
        <source>Score a file…</source>
        <translation>批量预测文件…</translation>
    </message>
    <message>
        <source>No row was copied.</source>
        <translation>没有复制数据行。</translation>
    </message>
    <message>
        <source>Not in the row: {0}.</source>
        <translation>该行中没有：{0}。</translation>
    </message>
</context>
<context>
    <name>PreviewCard</name>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>--all belongs to --stop.</source>
        <translation>--all 须与 --stop 一起使用。</translation>
    </message>
    <message>
        <source>A GPU takes one rank.</source>
        <translation>一个 GPU 只承载一个 rank。</translation>
    </message>
    <message>
        <source>A live job cannot be deleted.</source>
        <translation>进行中的任务不能删除。</translation>
    </message>
    <message>
        <source>A quote that never closes.</source>
        <translation>有一个引号没有闭合。</translation>
    </message>
    <message>
        <source>A regression predicts a number.</source>
        <translation>回归任务预测的是数值。</translation>
    </message>
    <message>
        <source>A run reads datasets that were added first.</source>
        <translation>训练只能读取事先添加的数据集。</translation>
    </message>
    <message>
        <source>A text task needs the column that holds the text.</source>
        <translation>文本任务需要指定文本所在的列。</translation>
    </message>
    <message>
        <source>About {needed_bytes} are needed, {free_bytes} are free.</source>
        <translation>大约需要 {needed_bytes}，可用 {free_bytes}。</translation>
    </message>
    <message>
        <source>Add a file of your own.</source>
        <translation>添加您自己的文件。</translation>
    </message>
    <message>
        <source>Add it.</source>
        <translation>请补上。</translation>
    </message>
    <message>
        <source>Add the file under Datasets, then choose it.</source>
        <translation>请先在“数据集”中添加该文件，再选择它。</translation>
    </message>
    <message>
        <source>An endpoint cannot pause.</source>
        <translation>服务端点不能暂停。</translation>
    </message>
    <message>
        <source>An engine has this home but does not answer.</source>
        <translation>有一个引擎占用了这个主目录，但没有应答。</translation>
    </message>
    <message>
        <source>Ask again in a second, or send fewer at once.</source>
        <translation>请稍后一秒再试，或一次少发一些。</translation>
    </message>
    <message>
        <source>Ask from a program instead.</source>
        <translation>请改由程序发出请求。</translation>
    </message>
    <message>
        <source>By {endpoints}.</source>
        <translation>正被 {endpoints} 使用。</translation>
    </message>
    <message>
        <source>By {runs}.</source>
        <translation>正被 {runs} 使用。</translation>
    </message>
    <message>
        <source>Bytes that are no text.</source>
        <translation>含有不是文本的字节。</translation>
    </message>
    <message>
        <source>CPU and GPU are mixed.</source>
        <translation>CPU 与 GPU 混用了。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>请检查名称和所在文件夹。</translation>
    </message>
    <message>
        <source>Choose a batch of at least {ranks}.</source>
        <translation>请把批量设为至少 {ranks}。</translation>
    </message>
    <message>
        <source>Choose a column of numbers.</source>
        <translation>请选择数值列。</translation>
    </message>
    <message>
        <source>Choose a column of texts.</source>
        <translation>请选择文本列。</translation>
    </message>
    <message>
        <source>Choose a column with few different values.</source>
        <translation>请选择不同取值较少的列。</translation>
    </message>
    <message>
        <source>Choose a column with two or more classes.</source>
        <translation>请选择至少有两个类别的列。</translation>
    </message>
    <message>
        <source>Choose a file in it.</source>
        <translation>请选择其中的一个文件。</translation>
    </message>
    <message>
        <source>Choose a file with rows.</source>
        <translation>请选择有数据行的文件。</translation>
    </message>
    <message>
        <source>Choose a folder of its own with --home.</source>
        <translation>请用 --home 指定一个专用文件夹。</translation>
    </message>
    <message>
        <source>Choose a rank’s number, shim, agent or server.</source>
        <translation>请选择某个 rank 的编号、shim、agent 或 server。</translation>
    </message>
    <message>
        <source>Choose a smaller batch for more steps.</source>
        <translation>减小批量可以得到更多步数。</translation>
    </message>
    <message>
        <source>Choose a smaller batch or model, or close other programs, then try again.</source>
        <translation>请减小批量或模型，或关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Choose a smaller learning rate (it is {learning_rate}), clip gradients at 1, or look at the data.</source>
        <translation>请减小学习率（当前为 {learning_rate}），把梯度裁剪设为 1，或检查数据。</translation>
    </message>
    <message>
        <source>Choose a smaller model, a smaller batch or fewer ranks.</source>
        <translation>请选择更小的模型、更小的批量或更少的 rank。</translation>
    </message>
    <message>
        <source>Choose a width that is a multiple of the heads.</source>
        <translation>请让宽度为注意力头数的整数倍。</translation>
    </message>
    <message>
        <source>Choose another column to predict.</source>
        <translation>请选择其他列作为预测目标。</translation>
    </message>
    <message>
        <source>Choose another column.</source>
        <translation>请选择其他列。</translation>
    </message>
    <message>
        <source>Choose another device, or restart the machine.</source>
        <translation>请选择其他设备，或重启机器。</translation>
    </message>
    <message>
        <source>Choose another device.</source>
        <translation>请选择其他设备。</translation>
    </message>
    <message>
        <source>Choose another file, or mend its permissions.</source>
        <translation>请选择其他文件，或修正其权限。</translation>
    </message>
    <message>
        <source>Choose another folder with --home.</source>
        <translation>请用 --home 选择其他文件夹。</translation>
    </message>
    <message>
        <source>Choose another port, or 0 for any free one.</source>
        <translation>请选择其他端口，或填 0 使用任意空闲端口。</translation>
    </message>
    <message>
        <source>Choose at least one column of numbers, categories, dates or yes/no.</source>
        <translation>请至少选择一列数值、类别、日期或是/否。</translation>
    </message>
    <message>
        <source>Choose at most one rank per core.</source>
        <translation>请让每个核最多对应一个 rank。</translation>
    </message>
    <message>
        <source>Choose cpu.</source>
        <translation>请选择 cpu。</translation>
    </message>
    <message>
        <source>Choose it once.</source>
        <translation>同一设备只选一次。</translation>
    </message>
    <message>
        <source>Choose one device, or the strategy ddp.</source>
        <translation>请只选一个设备，或改用 ddp 策略。</translation>
    </message>
    <message>
        <source>Choose one from the list of models.</source>
        <translation>请从模型列表中选择。</translation>
    </message>
    <message>
        <source>Choose one of them.</source>
        <translation>请从中选择一个。</translation>
    </message>
    <message>
        <source>Choose only cpu, or only GPUs.</source>
        <translation>请只选 cpu，或只选 GPU。</translation>
    </message>
    <message>
        <source>Choose {suggestion}.</source>
        <translation>请选择 {suggestion}。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller batch.</source>
        <translation>请关闭其他程序，或减小批量。</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Close some of them.</source>
        <translation>请关闭其中几个。</translation>
    </message>
    <message>
        <source>Did you mean {suggestion}? Known: {known}.</source>
        <translation>您是想写 {suggestion} 吗？可用：{known}。</translation>
    </message>
    <message>
        <source>Did you mean “{suggestion}”?</source>
        <translation>您是想写“{suggestion}”吗？</translation>
    </message>
    <message>
        <source>Disk is enough: about {needed_bytes} of {free_bytes} free.</source>
        <translation>磁盘空间足够：大约需要 {needed_bytes}，可用 {free_bytes}。</translation>
    </message>
    <message>
        <source>Each epoch is then one step with all rows.</source>
        <translation>这样每轮只有一步，包含所有行。</translation>
    </message>
    <message>
        <source>Each head takes an equal part of it.</source>
        <translation>每个注意力头分得其中相等的一份。</translation>
    </message>
    <message>
        <source>Early stopping needs validation rows.</source>
        <translation>提前停止需要验证数据。</translation>
    </message>
    <message>
        <source>Expect little of the model, or use more data.</source>
        <translation>不要对模型期望过高，或使用更多数据。</translation>
    </message>
    <message>
        <source>Free for {ranks} ranks: {devices}.</source>
        <translation>{devices} 空闲；{ranks} 个 rank。</translation>
    </message>
    <message>
        <source>Free some memory, then resume the run: it goes on from its newest checkpoint.</source>
        <translation>请释放一些内存，然后继续训练：会从最新的检查点接着进行。</translation>
    </message>
    <message>
        <source>Free some space, or mend the folder’s permissions.</source>
        <translation>请释放一些空间，或修正文件夹权限。</translation>
    </message>
    <message>
        <source>Free some space, then resume the run: earlier checkpoints are intact.</source>
        <translation>请释放一些空间，然后继续训练：之前的检查点完好。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>请释放一些空间。</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>请重新导入该文件。</translation>
    </message>
    <message>
        <source>In use: {devices}. The run waits for its turn.</source>
        <translation>{devices} 正在使用。训练将排队等候。</translation>
    </message>
    <message>
        <source>It asked for {asked_bytes} more, and {free_bytes} were free.</source>
        <translation>它还需要 {asked_bytes}，而空闲的只有 {free_bytes}。</translation>
    </message>
    <message>
        <source>It does not have the form that is expected.</source>
        <translation>它的格式不符合要求。</translation>
    </message>
    <message>
        <source>It has {columns}, and {limit} are read at most.</source>
        <translation>它有 {columns} 列，最多读取 {limit} 列。</translation>
    </message>
    <message>
        <source>It has {rows}, and none is left after cleaning and split.</source>
        <translation>它有 {rows} 行，清洗和划分之后一行也不剩。</translation>
    </message>
    <message>
        <source>It holds NUL characters.</source>
        <translation>含有 NUL 字符。</translation>
    </message>
    <message>
        <source>It is looked for, and started again if need be; runs go on meanwhile.</source>
        <translation>正在寻找引擎，必要时会重新启动；训练不受影响。</translation>
    </message>
    <message>
        <source>It is not certainly left over from a run of yours.</source>
        <translation>无法确定它是您的训练遗留的进程。</translation>
    </message>
    <message>
        <source>It is still starting, or it hangs ({home}).</source>
        <translation>它仍在启动，或已卡住（{home}）。</translation>
    </message>
    <message>
        <source>It is {state}.</source>
        <translation>当前状态：{state}。</translation>
    </message>
    <message>
        <source>It left no error file.</source>
        <translation>它没有留下错误文件。</translation>
    </message>
    <message>
        <source>It may be part of a file’s name.</source>
        <translation>它可能会成为文件名的一部分。</translation>
    </message>
    <message>
        <source>It may be starting again.</source>
        <translation>它可能正在重新启动。</translation>
    </message>
    <message>
        <source>It may have been deleted.</source>
        <translation>它可能已被删除。</translation>
    </message>
    <message>
        <source>It may have been revoked.</source>
        <translation>它可能已被吊销。</translation>
    </message>
    <message>
        <source>It may have been stopped or ended.</source>
        <translation>它可能已停止或结束。</translation>
    </message>
    <message>
        <source>It must be above {bound}.</source>
        <translation>必须大于 {bound}。</translation>
    </message>
    <message>
        <source>It must be below {bound}.</source>
        <translation>必须小于 {bound}。</translation>
    </message>
    <message>
        <source>It must be {bound} or less.</source>
        <translation>不能大于 {bound}。</translation>
    </message>
    <message>
        <source>It must be {bound} or more.</source>
        <translation>不能小于 {bound}。</translation>
    </message>
    <message>
        <source>It needs about {needed_bytes}; there are {available_bytes}.</source>
        <translation>大约需要 {needed_bytes}，可用 {available_bytes}。</translation>
    </message>
    <message>
        <source>It still answers requests.</source>
        <translation>它仍在应答请求。</translation>
    </message>
    <message>
        <source>It still works on its last orders (process {pid}).</source>
        <translation>它仍在处理最后的指令（进程 {pid}）。</translation>
    </message>
    <message>
        <source>It was set aside, and the run goes on from the one before.</source>
        <translation>已将其搁置，训练从上一个检查点继续。</translation>
    </message>
    <message>
        <source>It was stopped from outside, or waited for something that never came.</source>
        <translation>它被外部终止，或一直在等待没有到来的东西。</translation>
    </message>
    <message>
        <source>It was written by a run of another model or optimizer.</source>
        <translation>它由使用其他模型或优化器的训练写入。</translation>
    </message>
    <message>
        <source>It would only copy it.</source>
        <translation>那样模型只会照抄。</translation>
    </message>
    <message>
        <source>Its columns are {known}.</source>
        <translation>它的列有 {known}。</translation>
    </message>
    <message>
        <source>Its driver reports a fault.</source>
        <translation>驱动程序报告了故障。</translation>
    </message>
    <message>
        <source>Its first line looks like data.</source>
        <translation>第一行看起来像数据。</translation>
    </message>
    <message>
        <source>Its length must be {bound} or less.</source>
        <translation>长度不能超过 {bound}。</translation>
    </message>
    <message>
        <source>Its length must be {bound} or more.</source>
        <translation>长度不能小于 {bound}。</translation>
    </message>
    <message>
        <source>Its version is {version}, this program knows {known}.</source>
        <translation>它的版本是 {version}，本程序只认识 {known}。</translation>
    </message>
    <message>
        <source>Keep fewer checkpoints, or free some space.</source>
        <translation>请少保留几个检查点，或释放一些空间。</translation>
    </message>
    <message>
        <source>Leave out slashes and line breaks.</source>
        <translation>请不要使用斜杠和换行。</translation>
    </message>
    <message>
        <source>Leave some out.</source>
        <translation>请去掉一些。</translation>
    </message>
    <message>
        <source>Line {line}: {reason}.</source>
        <translation>第 {line} 行：{reason}。</translation>
    </message>
    <message>
        <source>Longer than 16 MiB.</source>
        <translation>超过 16 MiB。</translation>
    </message>
    <message>
        <source>Look at that line.</source>
        <translation>请查看该行。</translation>
    </message>
    <message>
        <source>Look in /openapi.json.</source>
        <translation>请查看 /openapi.json。</translation>
    </message>
    <message>
        <source>Look in its log, then try again.</source>
        <translation>请查看其日志，然后重试。</translation>
    </message>
    <message>
        <source>Look in its log.</source>
        <translation>请查看其日志。</translation>
    </message>
    <message>
        <source>Look in the endpoint&apos;s log for the reason.</source>
        <translation>请在服务端点的日志中查找原因。</translation>
    </message>
    <message>
        <source>Make it larger, or 0.</source>
        <translation>请增大它，或设为 0。</translation>
    </message>
    <message>
        <source>Make them smaller, 0.1 each for example.</source>
        <translation>请减小它们，例如各取 0.1。</translation>
    </message>
    <message>
        <source>Memory fits: about {needed_bytes} of {available_bytes} free.</source>
        <translation>内存足够：大约需要 {needed_bytes}，可用 {available_bytes}。</translation>
    </message>
    <message>
        <source>Memory is short: about {needed_bytes} are needed, {available_bytes} are free.</source>
        <translation>内存不足：大约需要 {needed_bytes}，可用 {available_bytes}。</translation>
    </message>
    <message>
        <source>Memory on {device} is short now.</source>
        <translation>{device} 的内存目前不足。</translation>
    </message>
    <message>
        <source>Mend its permissions, or free some space.</source>
        <translation>请修正其权限，或释放一些空间。</translation>
    </message>
    <message>
        <source>Mend that line.</source>
        <translation>请修正该行。</translation>
    </message>
    <message>
        <source>More than one is chosen.</source>
        <translation>选择了不止一个。</translation>
    </message>
    <message>
        <source>Name it by its id: {ids}.</source>
        <translation>请用 id 指定：{ids}。</translation>
    </message>
    <message>
        <source>No GPU was found on this machine.</source>
        <translation>这台机器上没有找到 GPU。</translation>
    </message>
    <message>
        <source>No checkpoint can be saved now.</source>
        <translation>目前无法保存检查点。</translation>
    </message>
    <message>
        <source>No column is left to predict from.</source>
        <translation>没有可用于预测的列了。</translation>
    </message>
    <message>
        <source>No row of {path} could be read.</source>
        <translation>{path} 中没有一行能读取。</translation>
    </message>
    <message>
        <source>No rows are left to train on.</source>
        <translation>没有可用于训练的行了。</translation>
    </message>
    <message>
        <source>Nothing can be learnt from it.</source>
        <translation>从中学不到任何东西。</translation>
    </message>
    <message>
        <source>Nothing can be learnt from them.</source>
        <translation>从中学不到任何东西。</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>无需处理。</translation>
    </message>
    <message>
        <source>Of {rows} rows it takes less than one.</source>
        <translation>{rows} 行中它连一行也分不到。</translation>
    </message>
    <message>
        <source>Only waiting jobs have a place in the queue.</source>
        <translation>只有等待中的任务才有队列位置。</translation>
    </message>
    <message>
        <source>Port {port} cannot be used.</source>
        <translation>无法使用端口 {port}。</translation>
    </message>
    <message>
        <source>Process {pid} has ended already.</source>
        <translation>进程 {pid} 已经结束。</translation>
    </message>
    <message>
        <source>Rank {rank} did nothing for {seconds} s and was ended.</source>
        <translation>Rank {rank} 在 {seconds} 秒内没有任何动作，已被终止。</translation>
    </message>
    <message>
        <source>Rank {rank} ended with status {status}.</source>
        <translation>rank {rank} 以状态 {status} 结束。</translation>
    </message>
    <message>
        <source>Rank {rank} lost the connection to another rank.</source>
        <translation>rank {rank} 与另一个 rank 失去了连接。</translation>
    </message>
    <message>
        <source>Rank {rank} stopped with an error.</source>
        <translation>rank {rank} 因错误停止。</translation>
    </message>
    <message>
        <source>The model has no answer to this input.</source>
        <translation>模型无法回答此输入。</translation>
    </message>
    <message>
        <source>Its values lie so far from those it learnt from that the result is no number.</source>
        <translation>其数值与训练数据相差过远，结果不是有效数字。</translation>
    </message>
    <message>
        <source>A batch of {batch} cannot be dealt out evenly.</source>
        <translation>批量 {batch} 无法平均分配。</translation>
    </message>
    <message>
        <source>A context of {context} cannot be split over {degree} devices.</source>
        <translation>上下文长度 {context} 无法分到 {degree} 个设备上。</translation>
    </message>
    <message>
        <source>A pass needs a row.</source>
        <translation>每一遍至少需要一行。</translation>
    </message>
    <message>
        <source>A pipeline takes no accumulation.</source>
        <translation>流水线不使用梯度累积。</translation>
    </message>
    <message>
        <source>A stage would gather its weights anew for each micro-batch.</source>
        <translation>每个微批次都要重新收集该阶段的权重。</translation>
    </message>
    <message>
        <source>Accumulate over {suggestion} at most, or choose a larger batch.</source>
        <translation>请至多累积 {suggestion} 遍，或增大批量。</translation>
    </message>
    <message>
        <source>Activations are computed again ({how}), because they do not fit.</source>
        <translation>激活将重新计算（{how}），因为内存容不下它们。</translation>
    </message>
    <message>
        <source>Change the axes, or choose other devices.</source>
        <translation>请修改各轴，或选择其他设备。</translation>
    </message>
    <message>
        <source>Choose a degree that divides the number of devices, or leave it empty.</source>
        <translation>请选择能整除设备数的并行度，或留空。</translation>
    </message>
    <message>
        <source>Choose a multiple of the number of devices, or leave it empty.</source>
        <translation>请选择设备数的整数倍，或留空。</translation>
    </message>
    <message>
        <source>Choose a number of replicas that divides the number of devices.</source>
        <translation>请选择能整除设备数的副本数。</translation>
    </message>
    <message>
        <source>Choose another strategy, or a model with layers.</source>
        <translation>请选择其他策略，或选择分层的模型。</translation>
    </message>
    <message>
        <source>Choose bf16, or fp32.</source>
        <translation>请选择 bf16 或 fp32。</translation>
    </message>
    <message>
        <source>Choose fewer servers, or more devices.</source>
        <translation>请减少服务器，或增加设备。</translation>
    </message>
    <message>
        <source>Choose fp32, or another compression.</source>
        <translation>请选择 fp32，或其他压缩方式。</translation>
    </message>
    <message>
        <source>Choose fp32, or bf16.</source>
        <translation>请选择 fp32 或 bf16。</translation>
    </message>
    <message>
        <source>Choose gpipe or 1f1b, or the strategy pipeline.</source>
        <translation>请选择 gpipe 或 1f1b，或策略 pipeline。</translation>
    </message>
    <message>
        <source>Choose more devices.</source>
        <translation>请选择更多设备。</translation>
    </message>
    <message>
        <source>Choose the schedule interleaved_1f1b, or leave the stages empty.</source>
        <translation>请选择调度 interleaved_1f1b，或把阶段数留空。</translation>
    </message>
    <message>
        <source>Choose {suggestion} at most.</source>
        <translation>请至多选择 {suggestion}。</translation>
    </message>
    <message>
        <source>Combining needs an even number of devices, at least {devices}.</source>
        <translation>组合需要偶数个设备，至少 {devices} 个。</translation>
    </message>
    <message>
        <source>Each batch is worked through in {passes} passes, because a larger pass does not fit.</source>
        <translation>每个批次分 {passes} 遍完成，因为更大的一遍内存容不下。</translation>
    </message>
    <message>
        <source>Each device takes the same number of them.</source>
        <translation>每个设备承担相同数量的阶段。</translation>
    </message>
    <message>
        <source>Each holds a part of the model that no other has.</source>
        <translation>每个设备都持有别处没有的一部分模型。</translation>
    </message>
    <message>
        <source>Each replica takes an equal part of them.</source>
        <translation>每个副本占用相同数量的设备。</translation>
    </message>
    <message>
        <source>Each takes an equal part.</source>
        <translation>每个设备承担相等的一份。</translation>
    </message>
    <message>
        <source>Every device is a server, and nobody trains.</source>
        <translation>所有设备都是服务器，没有设备在训练。</translation>
    </message>
    <message>
        <source>Export it as one of these first.</source>
        <translation>请先导出为其中一种格式。</translation>
    </message>
    <message>
        <source>Few CPUs compute in it.</source>
        <translation>很少有 CPU 直接以它计算。</translation>
    </message>
    <message>
        <source>Fewer leave one axis, which has a strategy of its own.</source>
        <translation>设备再少就只剩一个轴，而单轴有专门的策略。</translation>
    </message>
    <message>
        <source>Free-running workers have no common moment at which weights could be averaged.</source>
        <translation>自由运行的工作进程没有可以对权重求平均的共同时刻。</translation>
    </message>
    <message>
        <source>GPipe and 1F1B give each device one stage.</source>
        <translation>GPipe 和 1F1B 给每个设备一个阶段。</translation>
    </message>
    <message>
        <source>Give values like those of the training data.</source>
        <translation>请给出与训练数据相近的数值。</translation>
    </message>
    <message>
        <source>Groups of that many devices share each layer.</source>
        <translation>每这么多个设备共同分担一层。</translation>
    </message>
    <message>
        <source>Interleaved stages cannot be combined with other axes.</source>
        <translation>交错的阶段不能与其他轴组合。</translation>
    </message>
    <message>
        <source>It has too few layers.</source>
        <translation>它的层数太少。</translation>
    </message>
    <message>
        <source>It has {parts} parts.</source>
        <translation>它有 {parts} 个部分。</translation>
    </message>
    <message>
        <source>It is arithmetic of NVIDIA GPUs.</source>
        <translation>它是 NVIDIA GPU 的运算方式。</translation>
    </message>
    <message>
        <source>Its micro-batches are passes already.</source>
        <translation>它的微批次本身就是多遍计算。</translation>
    </message>
    <message>
        <source>Its process ended. What it was working on is done by another worker.</source>
        <translation>它的进程结束了。它正在做的工作由另一个工作进程完成。</translation>
    </message>
    <message>
        <source>Its rank was lost twice without a step in between.</source>
        <translation>它的 rank 两次丢失，中间一步也没有完成。</translation>
    </message>
    <message>
        <source>Its texts differ in length.</source>
        <translation>它的文本长度不一。</translation>
    </message>
    <message>
        <source>Its training part has {tokens} tokens, and one window needs {context} and one more.</source>
        <translation>其训练部分有 {tokens} 个 token，而一个窗口需要 {context} 个再加一个。</translation>
    </message>
    <message>
        <source>Layers are compiled, because the run is long enough for it to pay.</source>
        <translation>各层将被编译，因为训练足够长，编译划算。</translation>
    </message>
    <message>
        <source>Leave training.ema empty, or choose the mode sync.</source>
        <translation>请把 training.ema 留空，或选择 sync 模式。</translation>
    </message>
    <message>
        <source>Look at the device, then pause and resume the run to use it again.</source>
        <translation>请检查该设备，然后暂停并继续训练以重新使用它。</translation>
    </message>
    <message>
        <source>Micro-batches differ in size.</source>
        <translation>微批次大小不一。</translation>
    </message>
    <message>
        <source>More stages than devices need another schedule.</source>
        <translation>阶段多于设备时需要另一种调度。</translation>
    </message>
    <message>
        <source>Nothing fits into the memory; {strategy} needs least, about {needed_bytes}.</source>
        <translation>内存容不下任何一种策略；{strategy} 需要得最少，约 {needed_bytes}。</translation>
    </message>
    <message>
        <source>Nothing needs to be done; look in its log for the cause.</source>
        <translation>无需处理；原因请查看它的日志。</translation>
    </message>
    <message>
        <source>One device is chosen; nothing needs to be shared.</source>
        <translation>只选了一个设备，无需分担。</translation>
    </message>
    <message>
        <source>One is chosen.</source>
        <translation>只选了一个。</translation>
    </message>
    <message>
        <source>One rank is expected to be faster than {devices} that must agree after each step.</source>
        <translation>预计一个 rank 比每步都要同步的 {devices} 个更快。</translation>
    </message>
    <message>
        <source>PowerSGD works with fp32 only.</source>
        <translation>PowerSGD 只能用于 fp32。</translation>
    </message>
    <message>
        <source>Rank {rank} ran out of memory ({phase}).</source>
        <translation>rank {rank} 内存不足（{phase}）。</translation>
    </message>
    <message>
        <source>Rank {rank} was killed by {signal}.</source>
        <translation>rank {rank} 被 {signal} 终止。</translation>
    </message>
    <message>
        <source>Ranks of one run must be alike to exchange gradients.</source>
        <translation>同一训练的各 rank 须为同类设备才能交换梯度。</translation>
    </message>
    <message>
        <source>Remove data.target.</source>
        <translation>请去掉 data.target。</translation>
    </message>
    <message>
        <source>Remove data.text, or choose text_classification.</source>
        <translation>请去掉 data.text，或选择 text_classification。</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>请将其删除。</translation>
    </message>
    <message>
        <source>Remove it. Known: {known}.</source>
        <translation>请去掉它。可用：{known}。</translation>
    </message>
    <message>
        <source>Resume the run.</source>
        <translation>继续该训练。</translation>
    </message>
    <message>
        <source>Resume the run: it goes on from its newest checkpoint.</source>
        <translation>继续该训练：会从最新的检查点接着进行。</translation>
    </message>
    <message>
        <source>Rows left to train on: only {rows}.</source>
        <translation>只剩 {rows} 行可用于训练。</translation>
    </message>
    <message>
        <source>Rows that could not be read: {count}.</source>
        <translation>有 {count} 行无法读取。</translation>
    </message>
    <message>
        <source>Run “main.py doctor” to see what is missing.</source>
        <translation>运行“main.py doctor”查看缺少什么。</translation>
    </message>
    <message>
        <source>Say that the model may go too, or keep the run.</source>
        <translation>请确认模型也可一并删除，或保留该训练。</translation>
    </message>
    <message>
        <source>Send JSON in UTF-8.</source>
        <translation>请发送 UTF-8 编码的 JSON。</translation>
    </message>
    <message>
        <source>Send fewer.</source>
        <translation>请少发一些。</translation>
    </message>
    <message>
        <source>Send flatter JSON.</source>
        <translation>请发送嵌套较浅的 JSON。</translation>
    </message>
    <message>
        <source>Send it again.</source>
        <translation>请重新发送。</translation>
    </message>
    <message>
        <source>Send it with “Content-Type: application/json”, not compressed.</source>
        <translation>请带上“Content-Type: application/json”，并且不要压缩。</translation>
    </message>
    <message>
        <source>Send less at once.</source>
        <translation>请一次少发一些。</translation>
    </message>
    <message>
        <source>Send the header “Authorization: Bearer” with a key of this server.</source>
        <translation>请发送请求头“Authorization: Bearer”，并附上此服务器的密钥。</translation>
    </message>
    <message>
        <source>Set a validation share, or turn early stopping off.</source>
        <translation>请设置验证集比例，或关闭提前停止。</translation>
    </message>
    <message>
        <source>Set data.target to its name.</source>
        <translation>请把 data.target 设为它的名称。</translation>
    </message>
    <message>
        <source>Set data.text to its name.</source>
        <translation>请把 data.text 设为它的名称。</translation>
    </message>
    <message>
        <source>Set strategy.data to replicate, or the pipeline axis to 1.</source>
        <translation>请把 strategy.data 设为 replicate，或把流水线轴设为 1。</translation>
    </message>
    <message>
        <source>Set training.accumulation to 1, and choose strategy.micro_batches.</source>
        <translation>请把 training.accumulation 设为 1，并设置 strategy.micro_batches。</translation>
    </message>
    <message>
        <source>Several datasets are called “{source}”.</source>
        <translation>有多个数据集都叫“{source}”。</translation>
    </message>
    <message>
        <source>Several models are called {name}.</source>
        <translation>有多个模型都叫 {name}。</translation>
    </message>
    <message>
        <source>Sharded data and a pipeline cannot be combined.</source>
        <translation>数据轴分片不能与流水线组合。</translation>
    </message>
    <message>
        <source>Some columns have no name.</source>
        <translation>有些列没有名称。</translation>
    </message>
    <message>
        <source>Some columns have the same name.</source>
        <translation>有些列重名。</translation>
    </message>
    <message>
        <source>Some ranks have no row in a step.</source>
        <translation>某些 rank 在一步中分不到行。</translation>
    </message>
    <message>
        <source>Something outside Modelyard ended it.</source>
        <translation>它被 Modelyard 之外的原因终止。</translation>
    </message>
    <message>
        <source>Something outside the run ended it.</source>
        <translation>它被训练之外的原因终止。</translation>
    </message>
    <message>
        <source>Something outside the run ended it; often the system ran out of memory.</source>
        <translation>它被训练之外的原因终止；常见原因是系统内存耗尽。</translation>
    </message>
    <message>
        <source>Something outside the run ends them.</source>
        <translation>它们被训练之外的原因终止。</translation>
    </message>
    <message>
        <source>Something went wrong inside Modelyard.</source>
        <translation>Modelyard 内部出了问题。</translation>
    </message>
    <message>
        <source>Stages of a pipeline are not compiled.</source>
        <translation>流水线的阶段不做编译。</translation>
    </message>
    <message>
        <source>Start a new run, or set model and optimizer back to what they were.</source>
        <translation>请新建训练，或把模型和优化器改回原来的设置。</translation>
    </message>
    <message>
        <source>Start the endpoint again.</source>
        <translation>请重新启动服务端点。</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>请先停止它。</translation>
    </message>
    <message>
        <source>Stop it, and serve the model again later.</source>
        <translation>请停止它，稍后再提供该模型的服务。</translation>
    </message>
    <message>
        <source>Stop its run, or end it yourself.</source>
        <translation>请停止它所属的训练，或自行结束它。</translation>
    </message>
    <message>
        <source>Stop the endpoint first.</source>
        <translation>请先停止服务端点。</translation>
    </message>
    <message>
        <source>Stop the engine and start again: it may be another version.</source>
        <translation>请停止引擎后重新启动：它可能是其他版本。</translation>
    </message>
    <message>
        <source>Stop these runs first.</source>
        <translation>请先停止这些训练。</translation>
    </message>
    <message>
        <source>Switch strategy.elastic off, or choose ddp, zero1, fsdp or local_sgd.</source>
        <translation>请关闭 strategy.elastic，或选择 ddp、zero1、fsdp 或 local_sgd。</translation>
    </message>
    <message>
        <source>Switch strategy.sequence_parallel off.</source>
        <translation>请关闭 strategy.sequence_parallel。</translation>
    </message>
    <message>
        <source>Switch training.compile off.</source>
        <translation>请关闭 training.compile。</translation>
    </message>
    <message>
        <source>Take it out of the features.</source>
        <translation>请把它从特征中去掉。</translation>
    </message>
    <message>
        <source>Text and empty columns are not read by this task.</source>
        <translation>此类任务不读取文本列和空列。</translation>
    </message>
    <message>
        <source>The batch of {batch} is larger than the {rows} training rows.</source>
        <translation>批量 {batch} 大于训练行数 {rows}。</translation>
    </message>
    <message>
        <source>The batch of {batch} is smaller than the {ranks} ranks.</source>
        <translation>批量 {batch} 小于 rank 数 {ranks}。</translation>
    </message>
    <message>
        <source>The checkpoint {name} does not hold “{tensor}”.</source>
        <translation>检查点 {name} 中没有“{tensor}”。</translation>
    </message>
    <message>
        <source>The checkpoint {name} is damaged.</source>
        <translation>检查点 {name} 已损坏。</translation>
    </message>
    <message>
        <source>The column to predict is also among the columns to predict from.</source>
        <translation>要预测的列也在用于预测的列之中。</translation>
    </message>
    <message>
        <source>The column to predict is missing.</source>
        <translation>没有指定要预测的列。</translation>
    </message>
    <message>
        <source>The column “{column}” cannot be read by this task.</source>
        <translation>此类任务无法读取列“{column}”。</translation>
    </message>
    <message>
        <source>The column “{column}” does not hold classes.</source>
        <translation>列“{column}”的内容不是类别。</translation>
    </message>
    <message>
        <source>The column “{column}” does not hold numbers.</source>
        <translation>列“{column}”的内容不是数值。</translation>
    </message>
    <message>
        <source>The column “{column}” holds a single class.</source>
        <translation>列“{column}”只有一个类别。</translation>
    </message>
    <message>
        <source>The column “{column}” holds no text.</source>
        <translation>列“{column}”的内容不是文本。</translation>
    </message>
    <message>
        <source>The column “{column}” holds the same value in every row.</source>
        <translation>列“{column}”每一行的值都相同。</translation>
    </message>
    <message>
        <source>The column “{column}” is empty.</source>
        <translation>列“{column}”是空的。</translation>
    </message>
    <message>
        <source>The columns are named column_1, column_2 and so on.</source>
        <translation>各列命名为 column_1、column_2，依此类推。</translation>
    </message>
    <message>
        <source>The dataset has no column “{column}”.</source>
        <translation>数据集中没有列“{column}”。</translation>
    </message>
    <message>
        <source>The dataset has too few rows to train on.</source>
        <translation>数据集的行数太少，无法训练。</translation>
    </message>
    <message>
        <source>The dataset is in use.</source>
        <translation>数据集正在使用中。</translation>
    </message>
    <message>
        <source>The dataset {dataset} is gone.</source>
        <translation>数据集 {dataset} 已不存在。</translation>
    </message>
    <message>
        <source>The dates in {columns} can be read in two ways.</source>
        <translation>{columns} 中的日期有两种读法。</translation>
    </message>
    <message>
        <source>The degree does not divide the devices.</source>
        <translation>并行度不能整除设备数。</translation>
    </message>
    <message>
        <source>The details ({code}) are in the log.</source>
        <translation>详情（{code}）见日志。</translation>
    </message>
    <message>
        <source>The device {device} is not there.</source>
        <translation>设备 {device} 不存在。</translation>
    </message>
    <message>
        <source>The devices here are {known}.</source>
        <translation>这里的设备有 {known}。</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written.</source>
        <translation>磁盘已满：无法写入 {path}。</translation>
    </message>
    <message>
        <source>The disk is too full for the checkpoints.</source>
        <translation>磁盘空间不足以保存检查点。</translation>
    </message>
    <message>
        <source>The disk is too full for this dataset.</source>
        <translation>磁盘空间不足以保存此数据集。</translation>
    </message>
    <message>
        <source>The disk is too full: about {needed_bytes} are needed, {free_bytes} are free.</source>
        <translation>磁盘空间不足：大约需要 {needed_bytes}，可用 {free_bytes}。</translation>
    </message>
    <message>
        <source>The endpoint does not answer.</source>
        <translation>服务端点没有应答。</translation>
    </message>
    <message>
        <source>The endpoint is not ready.</source>
        <translation>服务端点尚未就绪。</translation>
    </message>
    <message>
        <source>The endpoint’s process was ended by {signal}.</source>
        <translation>服务端点的进程被 {signal} 终止。</translation>
    </message>
    <message>
        <source>The engine could not be started.</source>
        <translation>无法启动引擎。</translation>
    </message>
    <message>
        <source>The engine does not answer.</source>
        <translation>引擎没有应答。</translation>
    </message>
    <message>
        <source>The engine has not ended yet.</source>
        <translation>引擎尚未结束。</translation>
    </message>
    <message>
        <source>The engine refused without saying why (status {status}).</source>
        <translation>引擎拒绝了请求，未说明原因（状态 {status}）。</translation>
    </message>
    <message>
        <source>The engine runs in a folder of its own.</source>
        <translation>引擎运行在自己的文件夹中。</translation>
    </message>
    <message>
        <source>The engine’s answer was not understood.</source>
        <translation>无法理解引擎的应答。</translation>
    </message>
    <message>
        <source>The file has no header.</source>
        <translation>文件没有表头。</translation>
    </message>
    <message>
        <source>The file has too many columns.</source>
        <translation>文件的列太多。</translation>
    </message>
    <message>
        <source>The file is not readable as YAML or JSON.</source>
        <translation>文件不是可读的 YAML 或 JSON。</translation>
    </message>
    <message>
        <source>The heads do not divide the width.</source>
        <translation>注意力头数不能整除宽度。</translation>
    </message>
    <message>
        <source>The home is closed to everyone but you.</source>
        <translation>主目录只对您本人开放。</translation>
    </message>
    <message>
        <source>The job could not be started.</source>
        <translation>任务无法启动。</translation>
    </message>
    <message>
        <source>The job is {state}.</source>
        <translation>任务的状态是 {state}。</translation>
    </message>
    <message>
        <source>The job’s process ended with status {code}.</source>
        <translation>任务的进程以状态 {code} 结束。</translation>
    </message>
    <message>
        <source>The key is missing or wrong.</source>
        <translation>密钥缺失或错误。</translation>
    </message>
    <message>
        <source>The last devices are servers, the others workers.</source>
        <translation>最后几个设备是服务器，其余是工作进程。</translation>
    </message>
    <message>
        <source>The later ones got a number.</source>
        <translation>后出现的列加上了编号。</translation>
    </message>
    <message>
        <source>The loss is no longer a number at step {step}.</source>
        <translation>第 {step} 步的损失已不是数值。</translation>
    </message>
    <message>
        <source>The mesh does not cover the devices.</source>
        <translation>网格与设备数不符。</translation>
    </message>
    <message>
        <source>The model cannot be cut into {stages} stages.</source>
        <translation>模型无法切成 {stages} 个阶段。</translation>
    </message>
    <message>
        <source>The model could not answer these inputs.</source>
        <translation>模型无法回答这些输入。</translation>
    </message>
    <message>
        <source>The model has no such input.</source>
        <translation>模型没有这样的输入。</translation>
    </message>
    <message>
        <source>The model has {parameters} parameters.</source>
        <translation>模型有 {parameters} 个参数。</translation>
    </message>
    <message>
        <source>The model in {path} is damaged.</source>
        <translation>{path} 中的模型已损坏。</translation>
    </message>
    <message>
        <source>The model is being served.</source>
        <translation>该模型正在提供服务。</translation>
    </message>
    <message>
        <source>The model lies in the run’s folder.</source>
        <translation>模型存放在训练的文件夹中。</translation>
    </message>
    <message>
        <source>The model saw no row without it.</source>
        <translation>模型训练时没有见过缺少它的行。</translation>
    </message>
    <message>
        <source>The model would only copy it.</source>
        <translation>模型只会照抄它。</translation>
    </message>
    <message>
        <source>The model {model} cannot be cut into stages.</source>
        <translation>模型 {model} 无法切成阶段。</translation>
    </message>
    <message>
        <source>The model {model} has no matrices worth splitting.</source>
        <translation>模型 {model} 没有值得拆分的矩阵。</translation>
    </message>
    <message>
        <source>The nearest batch that works is {suggestion}.</source>
        <translation>最接近的可用批量是 {suggestion}。</translation>
    </message>
    <message>
        <source>The nearest context that works is {suggestion}.</source>
        <translation>最接近的可用上下文长度是 {suggestion}。</translation>
    </message>
    <message>
        <source>The nearest degree that works is {suggestion}.</source>
        <translation>最接近的可用并行度是 {suggestion}。</translation>
    </message>
    <message>
        <source>The other one ended first; its own error is the cause.</source>
        <translation>另一个 rank 先结束；它自己的错误才是原因。</translation>
    </message>
    <message>
        <source>The process that leads the ranks was ended by {signal}.</source>
        <translation>领导各 rank 的进程被 {signal} 终止。</translation>
    </message>
    <message>
        <source>The recipe “{id}” has no sample.</source>
        <translation>配方“{id}”没有示例数据。</translation>
    </message>
    <message>
        <source>The replicas do not divide the devices.</source>
        <translation>副本数不能整除设备数。</translation>
    </message>
    <message>
        <source>The request did not arrive in time.</source>
        <translation>请求没有及时送达。</translation>
    </message>
    <message>
        <source>The request has too many or too long headers.</source>
        <translation>请求头太多或太长。</translation>
    </message>
    <message>
        <source>The request is nested too deeply.</source>
        <translation>请求的嵌套太深。</translation>
    </message>
    <message>
        <source>The request is not marked as JSON.</source>
        <translation>请求没有标明为 JSON。</translation>
    </message>
    <message>
        <source>The request is not readable as JSON.</source>
        <translation>请求不是可读的 JSON。</translation>
    </message>
    <message>
        <source>The request is too large.</source>
        <translation>请求太大。</translation>
    </message>
    <message>
        <source>The run and other programs needed more than there is.</source>
        <translation>训练和其他程序需要的内存超过了现有内存。</translation>
    </message>
    <message>
        <source>The run does not fit into the memory of {device}.</source>
        <translation>{device} 的内存容不下此训练。</translation>
    </message>
    <message>
        <source>The run goes on without {device}, on {ranks} ranks.</source>
        <translation>训练在没有 {device} 的情况下继续，使用 {ranks} 个 rank。</translation>
    </message>
    <message>
        <source>The run lost its processes {times} times without a step in between.</source>
        <translation>训练的进程丢失了 {times} 次，其间没有完成一步。</translation>
    </message>
    <message>
        <source>The run needs about {needed_bytes}; {available_bytes} are free.</source>
        <translation>训练大约需要 {needed_bytes}，可用 {available_bytes}。</translation>
    </message>
    <message>
        <source>The run&apos;s log and its error file show where.</source>
        <translation>训练的日志和错误文件会指出位置。</translation>
    </message>
    <message>
        <source>The run’s model would be deleted with it.</source>
        <translation>训练的模型会随之删除。</translation>
    </message>
    <message>
        <source>The sequence of the model {model} cannot be split.</source>
        <translation>模型 {model} 的序列无法拆分。</translation>
    </message>
    <message>
        <source>The split leaves no rows to train on.</source>
        <translation>划分之后没有可用于训练的行。</translation>
    </message>
    <message>
        <source>The stages cannot be dealt out evenly.</source>
        <translation>阶段无法平均分配。</translation>
    </message>
    <message>
        <source>The steps were too large for this model, or the data holds extreme values.</source>
        <translation>步长对此模型太大，或数据中有极端值。</translation>
    </message>
    <message>
        <source>The system ended the run: the memory was full.</source>
        <translation>系统终止了训练：内存已满。</translation>
    </message>
    <message>
        <source>The text is also what the model should predict.</source>
        <translation>文本列同时也是模型要预测的列。</translation>
    </message>
    <message>
        <source>The text is too short for this context.</source>
        <translation>文本太短，不够这个上下文长度。</translation>
    </message>
    <message>
        <source>The {part} share holds no row.</source>
        <translation>{part} 部分没有分到任何行。</translation>
    </message>
    <message>
        <source>Their ids are {ids}.</source>
        <translation>它们的 id 是 {ids}。</translation>
    </message>
    <message>
        <source>There is no dataset “{id}”.</source>
        <translation>没有数据集“{id}”。</translation>
    </message>
    <message>
        <source>There is no dataset “{source}” here.</source>
        <translation>这里没有数据集“{source}”。</translation>
    </message>
    <message>
        <source>There is no endpoint “{id}”.</source>
        <translation>没有服务端点“{id}”。</translation>
    </message>
    <message>
        <source>There is no key “{id}”.</source>
        <translation>没有密钥“{id}”。</translation>
    </message>
    <message>
        <source>There is no log of “{rank}”.</source>
        <translation>没有“{rank}”的日志。</translation>
    </message>
    <message>
        <source>There is no model “{id}”.</source>
        <translation>没有模型“{id}”。</translation>
    </message>
    <message>
        <source>There is no model “{model}” here.</source>
        <translation>这里没有模型“{model}”。</translation>
    </message>
    <message>
        <source>There is no recipe “{id}”.</source>
        <translation>没有配方“{id}”。</translation>
    </message>
    <message>
        <source>There is no run or endpoint “{id}”.</source>
        <translation>没有训练或服务端点“{id}”。</translation>
    </message>
    <message>
        <source>There is nothing to learn.</source>
        <translation>没有可学习的内容。</translation>
    </message>
    <message>
        <source>There is nothing to tell apart.</source>
        <translation>没有可区分的类别。</translation>
    </message>
    <message>
        <source>They are listed with their lines.</source>
        <translation>它们连同所在行一并列出。</translation>
    </message>
    <message>
        <source>They are named by their place.</source>
        <translation>它们按位置命名。</translation>
    </message>
    <message>
        <source>They count as missing.</source>
        <translation>它们视为缺失值。</translation>
    </message>
    <message>
        <source>They need about {needed_bytes}; {free_bytes} are free.</source>
        <translation>它们大约需要 {needed_bytes}，可用 {free_bytes}。</translation>
    </message>
    <message>
        <source>They take turns, so the run is slower than with one rank per core.</source>
        <translation>它们轮流执行，因此比每个核一个 rank 时更慢。</translation>
    </message>
    <message>
        <source>This needs at least {devices} devices.</source>
        <translation>这至少需要 {devices} 个设备。</translation>
    </message>
    <message>
        <source>This strategy cannot go on without a device.</source>
        <translation>此策略在失去一个设备后无法继续。</translation>
    </message>
    <message>
        <source>This task learns to predict a column.</source>
        <translation>此任务学习预测一列。</translation>
    </message>
    <message>
        <source>Use a longer text, or a smaller model.context.</source>
        <translation>请使用更长的文本，或减小 model.context。</translation>
    </message>
    <message>
        <source>What it leaves out is added later, and would be lost in half the bits.</source>
        <translation>它省略的部分会在之后补上，而在一半的位数下会丢失。</translation>
    </message>
    <message>
        <source>Worker {rank} is lost; the others go on.</source>
        <translation>工作进程 {rank} 已丢失；其余继续。</translation>
    </message>
    <message>
        <source>Write a list, in square brackets.</source>
        <translation>请填写列表，用方括号括起来。</translation>
    </message>
    <message>
        <source>Write a number.</source>
        <translation>请填写数字。</translation>
    </message>
    <message>
        <source>Write a text, in quotes if it looks like a number.</source>
        <translation>请填写文本；如果看起来像数字，请加上引号。</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>请填写整数。</translation>
    </message>
    <message>
        <source>Write cpu, or cuda:0 for the first GPU.</source>
        <translation>请填写 cpu；第一块 GPU 填写 cuda:0。</translation>
    </message>
    <message>
        <source>Write each name with its value.</source>
        <translation>请逐项填写名称和值。</translation>
    </message>
    <message>
        <source>Write the whole path.</source>
        <translation>请写完整路径。</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>请填写 true 或 false。</translation>
    </message>
    <message>
        <source>Write year, month and day, such as 2026-11-23.</source>
        <translation>请按年、月、日填写，例如 2026-11-23。</translation>
    </message>
    <message>
        <source>bf16, because this device multiplies clearly faster in it.</source>
        <translation>采用 bf16，因为此设备以它做乘法明显更快。</translation>
    </message>
    <message>
        <source>data × tensor × pipeline must be the number of devices.</source>
        <translation>数据 × 张量 × 流水线必须等于设备数。</translation>
    </message>
    <message>
        <source>fp16 is slow on a CPU.</source>
        <translation>fp16 在 CPU 上很慢。</translation>
    </message>
    <message>
        <source>fp32, because bf16 was measured to gain too little here.</source>
        <translation>采用 fp32，因为实测 bf16 在这里收益太小。</translation>
    </message>
    <message>
        <source>fp32, because bf16 was not measured here yet.</source>
        <translation>采用 fp32，因为这里尚未实测 bf16。</translation>
    </message>
    <message>
        <source>tf32 changes nothing on a CPU.</source>
        <translation>tf32 在 CPU 上没有作用。</translation>
    </message>
    <message>
        <source>{accumulation} passes are more than a rank has rows ({rows}).</source>
        <translation>{accumulation} 遍多于一个 rank 所分到的行数（{rows}）。</translation>
    </message>
    <message>
        <source>{degree} devices cannot share each layer evenly.</source>
        <translation>{degree} 个设备无法平均分担每一层。</translation>
    </message>
    <message>
        <source>{devices} is free; one rank.</source>
        <translation>{devices} 空闲；1 个 rank。</translation>
    </message>
    <message>
        <source>{micro_batches} micro-batches on {ranks} data ranks must be equal.</source>
        <translation>{ranks} 个数据 rank 上的 {micro_batches} 个微批次必须大小相等。</translation>
    </message>
    <message>
        <source>{path} does not say where it starts.</source>
        <translation>{path} 不是完整路径。</translation>
    </message>
    <message>
        <source>{path} is of no kind that can be read.</source>
        <translation>{path} 的类型无法读取。</translation>
    </message>
    <message>
        <source>{path} unpacks to far more than it should.</source>
        <translation>{path} 解压后远大于正常大小。</translation>
    </message>
    <message>
        <source>{ranks} ranks have too few cores ({cores}).</source>
        <translation>{ranks} 个 rank 只有 {cores} 个核，不够用。</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>{strategy} is expected to be the fastest of {tried} strategies that fit.</source>
        <translation>在容得下的 {tried} 种策略中，预计 {strategy} 最快。</translation>
    </message>
    <message>
        <source>{strategy}, because the model does not fit on one device.</source>
        <translation>采用 {strategy}，因为一个设备容不下模型。</translation>
    </message>
    <message>
        <source>{value} is neither true nor false.</source>
        <translation>{value} 既不是 true 也不是 false。</translation>
    </message>
    <message>
        <source>{value} is not a date.</source>
        <translation>{value} 不是日期。</translation>
    </message>
    <message>
        <source>{value} is not a device.</source>
        <translation>{value} 不是可用的设备名。</translation>
    </message>
    <message>
        <source>{value} is not a group of names and values.</source>
        <translation>{value} 不是一组名称和值。</translation>
    </message>
    <message>
        <source>{value} is not a list.</source>
        <translation>{value} 不是列表。</translation>
    </message>
    <message>
        <source>{value} is not a number.</source>
        <translation>{value} 不是数字。</translation>
    </message>
    <message>
        <source>{value} is not a text.</source>
        <translation>{value} 不是文本。</translation>
    </message>
    <message>
        <source>{value} is not a whole number.</source>
        <translation>{value} 不是整数。</translation>
    </message>
    <message>
        <source>{value} is too large.</source>
        <translation>{value} 太大。</translation>
    </message>
    <message>
        <source>{value} is too long.</source>
        <translation>{value} 太长。</translation>
    </message>
    <message>
        <source>{value} is too short.</source>
        <translation>{value} 太短。</translation>
    </message>
    <message>
        <source>{value} is too small.</source>
        <translation>{value} 太小。</translation>
    </message>
    <message>
        <source>They were read as month/day/year.</source>
        <translation>已按 月/日/年 读取。</translation>
    </message>
    <message>
        <source>4 bits are for language models alone, 8 for text classifiers, too.</source>
        <translation>4 位仅适用于语言模型，8 位也适用于文本分类模型。</translation>
    </message>
    <message>
        <source>A certificate and its private key belong together.</source>
        <translation>证书和它的私钥必须成对使用。</translation>
    </message>
    <message>
        <source>A checkpoint holds what was learnt alone, which fits the weights that lay in {path} then.</source>
        <translation>检查点只保存学到的部分，它与当时 {path} 中的权重相配。</translation>
    </message>
    <message>
        <source>A conversation is a list of messages with role and content; the first row that is none is {row}.</source>
        <translation>对话是由带有 role 和 content 的消息组成的列表；第一个不符合的行是第 {row} 行。</translation>
    </message>
    <message>
        <source>A different word in every row, like an id.</source>
        <translation>每行都是不同的词，像 id 一样。</translation>
    </message>
    <message>
        <source>A folder is read when it holds text files, images, Parquet files, or a dataset that was saved to disk.</source>
        <translation>可以读取的文件夹须含有文本文件、图像、Parquet 文件，或保存到磁盘的数据集。</translation>
    </message>
    <message>
        <source>A grid needs a step here.</source>
        <translation>网格在这里需要间隔。</translation>
    </message>
    <message>
        <source>A language model learns to continue a text.</source>
        <translation>语言模型学习的是续写文本。</translation>
    </message>
    <message>
        <source>A language model reads a text, prompts with responses, messages, or prompts with a preferred and a rejected answer.</source>
        <translation>语言模型读取的是文本、提示与回答、对话，或提示与优选、落选回答。</translation>
    </message>
    <message>
        <source>A list of parts of type “text” is one too; the models here read no pictures, sounds or files.</source>
        <translation>由“text”类型的部分组成的列表也算文本；这里的模型不读取图片、声音或文件。</translation>
    </message>
    <message>
        <source>A model tells at most {most} apart.</source>
        <translation>一个模型最多能区分 {most} 个。</translation>
    </message>
    <message>
        <source>A network with batch norm, as a ResNet is, does not train on free-running workers.</source>
        <translation>带批归一化的网络（如 ResNet）不能用自由运行的工作进程训练。</translation>
    </message>
    <message>
        <source>A network with batch norm, as a ResNet is, is not cut into stages.</source>
        <translation>带批归一化的网络（如 ResNet）不能切成阶段。</translation>
    </message>
    <message>
        <source>A parameter server whose workers are not in step does not go with answers.</source>
        <translation>工作进程不同步的参数服务器不能用于学习回答。</translation>
    </message>
    <message>
        <source>A plain text cannot be split like this.</source>
        <translation>纯文本不能这样划分。</translation>
    </message>
    <message>
        <source>A pretrained model comes from a folder on this computer, or from the hub by a name such as owner/model.</source>
        <translation>预训练模型来自这台计算机上的文件夹，或以 owner/model 这样的名称来自 Hub。</translation>
    </message>
    <message>
        <source>A row is a pair of answers that are compared as wholes.</source>
        <translation>一行是一对作为整体比较的回答。</translation>
    </message>
    <message>
        <source>A run that is part of “{parent}” pauses, goes on and is tried again together with it.</source>
        <translation>属于“{parent}”的训练会随它一起暂停、继续和重试。</translation>
    </message>
    <message>
        <source>A sequence model foresees what comes next, not how it is rated.</source>
        <translation>序列模型预测的是接下来选什么，而不是用户会评多少分。</translation>
    </message>
    <message>
        <source>A table has no place for them.</source>
        <translation>表格中没有放它们的位置。</translation>
    </message>
    <message>
        <source>A text of the tensor “{name}” is not UTF-8.</source>
        <translation>张量“{name}”中有文本不是 UTF-8 编码。</translation>
    </message>
    <message>
        <source>A user, an item, or a list of what somebody chose is needed.</source>
        <translation>需要用户、物品，或某人所选内容的列表。</translation>
    </message>
    <message>
        <source>A value to fill in is missing.</source>
        <translation>缺少要填补的值。</translation>
    </message>
    <message>
        <source>A {role} column means nothing by itself.</source>
        <translation>单独一个 {role} 列没有意义。</translation>
    </message>
    <message>
        <source>All were stopped or ended before their time.</source>
        <translation>全部都被停止，或提前结束了。</translation>
    </message>
    <message>
        <source>An adapter only changes the model it was made from.</source>
        <translation>适配器只能改变它所源自的模型。</translation>
    </message>
    <message>
        <source>An endpoint has at least one.</source>
        <translation>服务端点至少要有一个模型。</translation>
    </message>
    <message>
        <source>Another import goes by this id.</source>
        <translation>另一个导入正在使用此 id。</translation>
    </message>
    <message>
        <source>Another program answers at the endpoint’s address.</source>
        <translation>在服务端点的地址上应答的是另一个程序。</translation>
    </message>
    <message>
        <source>Another setting needs it.</source>
        <translation>另一项设置需要它。</translation>
    </message>
    <message>
        <source>Answers come more slowly until then.</source>
        <translation>在此之前应答较慢。</translation>
    </message>
    <message>
        <source>Ask again after the seconds that Retry-After says.</source>
        <translation>请在 Retry-After 给出的秒数之后再试。</translation>
    </message>
    <message>
        <source>Ask again in a few seconds.</source>
        <translation>请过几秒再试。</translation>
    </message>
    <message>
        <source>Ask again in a second, or send less at once.</source>
        <translation>请稍后一秒再试，或一次少发一些。</translation>
    </message>
    <message>
        <source>Ask again in a second, over fewer connections.</source>
        <translation>请稍后一秒再试，并减少连接数。</translation>
    </message>
    <message>
        <source>Ask again when it runs.</source>
        <translation>请在它运行时再试。</translation>
    </message>
    <message>
        <source>Ask again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Ask for a key that may.</source>
        <translation>请索取有此权限的密钥。</translation>
    </message>
    <message>
        <source>Ask for less at once, or allow a longer wait in the endpoint’s limits.</source>
        <translation>请一次少请求一些，或在服务端点的限制中允许更长的等待。</translation>
    </message>
    <message>
        <source>Ask it at /v1/completions.</source>
        <translation>请通过 /v1/completions 请求它。</translation>
    </message>
    <message>
        <source>Ask it at /v1/predict.</source>
        <translation>请通过 /v1/predict 请求它。</translation>
    </message>
    <message>
        <source>Ask with a program that speaks HTTP.</source>
        <translation>请使用支持 HTTP 的程序发出请求。</translation>
    </message>
    <message>
        <source>Ask without a version.</source>
        <translation>请不要在请求中指定版本。</translation>
    </message>
    <message>
        <source>At most {most} fit in one job.</source>
        <translation>一个任务最多容纳 {most} 个。</translation>
    </message>
    <message>
        <source>Being among the five most likely takes more classes.</source>
        <translation>要衡量“是否在最可能的五个之中”，需要更多类别。</translation>
    </message>
    <message>
        <source>Between these bounds there are endlessly many values.</source>
        <translation>这两个界限之间有无穷多个值。</translation>
    </message>
    <message>
        <source>Cells that hold a formula: {count}.</source>
        <translation>含公式的单元格：{count} 个。</translation>
    </message>
    <message>
        <source>Change one of the two.</source>
        <translation>请修改两者之一。</translation>
    </message>
    <message>
        <source>Change the bounds or the step.</source>
        <translation>请修改界限或间隔。</translation>
    </message>
    <message>
        <source>Change the ranges or the run.</source>
        <translation>请修改取值范围或训练。</translation>
    </message>
    <message>
        <source>Change the schema in “response_format”.</source>
        <translation>请修改“response_format”中的 schema。</translation>
    </message>
    <message>
        <source>Check the name and the connection, or choose a folder on this computer.</source>
        <translation>请检查名称和网络连接，或选择这台计算机上的文件夹。</translation>
    </message>
    <message>
        <source>Check the sign between the labels (data.separator), or put rare labels together.</source>
        <translation>请检查标签之间的符号（data.separator），或把少见的标签合并。</translation>
    </message>
    <message>
        <source>Check whether these rows belong to one case; if so, split by group.</source>
        <translation>请检查这些行是否属于同一个案例；如果是，请按组划分。</translation>
    </message>
    <message>
        <source>Choose K folds, or fewer folds or repeats.</source>
        <translation>请选择 K 折，或减少折数或重复次数。</translation>
    </message>
    <message>
        <source>Choose a column with fewer different values, or put rare ones together.</source>
        <translation>请选择不同取值较少的列，或把少见的值合并。</translation>
    </message>
    <message>
        <source>Choose a file with rows, or a folder.</source>
        <translation>请选择有数据行的文件，或选择文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder instead, if nothing should be downloaded.</source>
        <translation>如果不想下载任何东西，请改为选择文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder with texts, images or a dataset.</source>
        <translation>请选择含有文本、图像或数据集的文件夹。</translation>
    </message>
    <message>
        <source>Choose a model of a family that transformers knows.</source>
        <translation>请选择 transformers 支持的模型系列。</translation>
    </message>
    <message>
        <source>Choose a model that classifies images, such as ViT or ConvNeXt.</source>
        <translation>请选择能对图像分类的模型，例如 ViT 或 ConvNeXt。</translation>
    </message>
    <message>
        <source>Choose a model that writes, such as Llama, Qwen, Mistral, Gemma, Phi or GPT-2.</source>
        <translation>请选择能生成文本的模型，例如 Llama、Qwen、Mistral、Gemma、Phi 或 GPT-2。</translation>
    </message>
    <message>
        <source>Choose a random split, a block, or folds.</source>
        <translation>请选择随机划分、按块划分或折。</translation>
    </message>
    <message>
        <source>Choose a runner if it must be ready at once.</source>
        <translation>如需立即就绪，请自行选择运行器。</translation>
    </message>
    <message>
        <source>Choose a smaller number, or leave it empty.</source>
        <translation>请选择较小的数字，或留空。</translation>
    </message>
    <message>
        <source>Choose a time in the future.</source>
        <translation>请选择将来的时间。</translation>
    </message>
    <message>
        <source>Choose an encoder such as BERT, or a model that writes.</source>
        <translation>请选择 BERT 之类的编码器，或能生成文本的模型。</translation>
    </message>
    <message>
        <source>Choose another column, or move this step up.</source>
        <translation>请选择其他列，或把此步骤上移。</translation>
    </message>
    <message>
        <source>Choose another condition.</source>
        <translation>请选择其他条件。</translation>
    </message>
    <message>
        <source>Choose another id.</source>
        <translation>请选择其他 id。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择其他模型。</translation>
    </message>
    <message>
        <source>Choose another name, or change that endpoint.</source>
        <translation>请选择其他名称，或更改那个服务端点。</translation>
    </message>
    <message>
        <source>Choose another runner.</source>
        <translation>请选择其他运行器。</translation>
    </message>
    <message>
        <source>Choose another split here, and run the folds with the settings that were found.</source>
        <translation>请在此选择其他划分，再用找到的设置进行各折的训练。</translation>
    </message>
    <message>
        <source>Choose another strategy, or an mlp, transformer_encoder, vit or decoder.</source>
        <translation>请选择其他策略，或选择 mlp、transformer_encoder、vit 或 decoder。</translation>
    </message>
    <message>
        <source>Choose another strategy, or convnext, vit or small_cnn.</source>
        <translation>请选择其他策略，或选择 convnext、vit 或 small_cnn。</translation>
    </message>
    <message>
        <source>Choose ddp or zero1, or LoRA.</source>
        <translation>请选择 ddp 或 zero1，或选择 LoRA。</translation>
    </message>
    <message>
        <source>Choose ddp, zero1 or fsdp.</source>
        <translation>请选择 ddp、zero1 或 fsdp。</translation>
    </message>
    <message>
        <source>Choose fewer folds.</source>
        <translation>请减少折数。</translation>
    </message>
    <message>
        <source>Choose full tuning, or a model with linear layers.</source>
        <translation>请选择全量微调，或选用含线性层的模型。</translation>
    </message>
    <message>
        <source>Choose more bits, or leave it empty.</source>
        <translation>请选择更多位数，或留空。</translation>
    </message>
    <message>
        <source>Choose no compression, or switch sparse gradients off.</source>
        <translation>请选择不压缩，或关闭稀疏梯度。</translation>
    </message>
    <message>
        <source>Choose one of its own, or 0.0.0.0 for all of them.</source>
        <translation>请选择本机自己的地址，或用 0.0.0.0 表示全部地址。</translation>
    </message>
    <message>
        <source>Choose one of these.</source>
        <translation>请从中选择一个。</translation>
    </message>
    <message>
        <source>Choose one of these: {known}.</source>
        <translation>请从以下选择一个：{known}。</translation>
    </message>
    <message>
        <source>Choose other columns, or a longer window.</source>
        <translation>请选择其他列，或更长的窗口。</translation>
    </message>
    <message>
        <source>Choose other columns.</source>
        <translation>请选择其他列。</translation>
    </message>
    <message>
        <source>Choose sgd, adam or adamw, or switch sparse gradients off.</source>
        <translation>请选择 sgd、adam 或 adamw，或关闭稀疏梯度。</translation>
    </message>
    <message>
        <source>Choose single or ddp, or switch sparse gradients off.</source>
        <translation>请选择 single 或 ddp，或关闭稀疏梯度。</translation>
    </message>
    <message>
        <source>Choose synchronous updates.</source>
        <translation>请选择同步更新。</translation>
    </message>
    <message>
        <source>Choose table for tables, text for text_classification, image for images; other tasks have none.</source>
        <translation>表格请选择 table，text_classification 请选择 text，图像请选择 image；其他任务不支持数据增强。</translation>
    </message>
    <message>
        <source>Choose the built-in runner.</source>
        <translation>请选择内置运行器。</translation>
    </message>
    <message>
        <source>Choose the column that holds the labels.</source>
        <translation>请选择含有标签的列。</translation>
    </message>
    <message>
        <source>Choose the column that says it.</source>
        <translation>请选择表示该内容的列。</translation>
    </message>
    <message>
        <source>Choose the column that says the group.</source>
        <translation>请选择表示分组的列。</translation>
    </message>
    <message>
        <source>Choose the column that says when.</source>
        <translation>请选择表示时间的列。</translation>
    </message>
    <message>
        <source>Choose the folder by its full path.</source>
        <translation>请以完整路径选择文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder in which config.json and the weights lie.</source>
        <translation>请选择 config.json 和权重所在的文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder of a whole model, or merge the adapter first.</source>
        <translation>请选择完整模型的文件夹，或先合并适配器。</translation>
    </message>
    <message>
        <source>Choose the folder of the original; QLoRA then keeps it in four bits.</source>
        <translation>请选择原始模型的文件夹；QLoRA 会以 4 位保存它。</translation>
    </message>
    <message>
        <source>Choose the mode sync, or convnext, vit or small_cnn.</source>
        <translation>请选择 sync 模式，或选择 convnext、vit 或 small_cnn。</translation>
    </message>
    <message>
        <source>Choose two models that predict the same.</source>
        <translation>请选择两个预测内容相同的模型。</translation>
    </message>
    <message>
        <source>Choose two_tower, or leave the features empty.</source>
        <translation>请选择 two_tower，或把特征留空。</translation>
    </message>
    <message>
        <source>Choose {most} or fewer.</source>
        <translation>请至多选择 {most} 个。</translation>
    </message>
    <message>
        <source>Compiled here, they did not compute what they should.</source>
        <translation>在这里编译后，它们的计算结果不正确。</translation>
    </message>
    <message>
        <source>Computed by kernels that were compiled for this processor.</source>
        <translation>由为此处理器编译的内核计算。</translation>
    </message>
    <message>
        <source>Computed without kernels of our own.</source>
        <translation>计算时没有使用自有内核。</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>请重新复制或下载。</translation>
    </message>
    <message>
        <source>Count tokens with the model’s own tokenizer.</source>
        <translation>请用该模型自己的分词器计算 token 数。</translation>
    </message>
    <message>
        <source>Deal the rows at random, or switch this off.</source>
        <translation>请随机分配各行，或关闭此项。</translation>
    </message>
    <message>
        <source>Decrypt it first to give it another passphrase.</source>
        <translation>请先解密，再设置其他口令。</translation>
    </message>
    <message>
        <source>Decrypt it first.</source>
        <translation>请先解密。</translation>
    </message>
    <message>
        <source>Do it with “{parent}”.</source>
        <translation>请对“{parent}”执行此操作。</translation>
    </message>
    <message>
        <source>Download or copy the folder again.</source>
        <translation>请重新下载或复制该文件夹。</translation>
    </message>
    <message>
        <source>Download the model again, with its safetensors.</source>
        <translation>请重新下载该模型，连同其 safetensors。</translation>
    </message>
    <message>
        <source>Drop duplicate rows before the split, or allow it under “Leaks”.</source>
        <translation>请在划分之前去除重复行，或在“泄漏”中允许。</translation>
    </message>
    <message>
        <source>Each of their keys became a column of its own.</source>
        <translation>其中的每个键都成为单独的一列。</translation>
    </message>
    <message>
        <source>Each prompt has n answers; {most} may be asked for together.</source>
        <translation>每个提示有 n 个回答；一次最多可请求 {most} 个。</translation>
    </message>
    <message>
        <source>Each rank has its own rows, so the lengths in a batch would not agree.</source>
        <translation>每个 rank 有自己的行，因此同一批次中的长度会不一致。</translation>
    </message>
    <message>
        <source>Each tensor holds one value a row, the same number of rows in all, 4,096 at most.</source>
        <translation>每个张量每行一个值，各张量行数相同，最多 4,096 行。</translation>
    </message>
    <message>
        <source>Each trial would be several runs.</source>
        <translation>每次试验会变成多次训练。</translation>
    </message>
    <message>
        <source>Every value is a conversation.</source>
        <translation>每个值都是对话。</translation>
    </message>
    <message>
        <source>Every value is a date or a time.</source>
        <translation>每个值都是日期或时间。</translation>
    </message>
    <message>
        <source>Every value is a number.</source>
        <translation>每个值都是数值。</translation>
    </message>
    <message>
        <source>Every value is an image.</source>
        <translation>每个值都是图像。</translation>
    </message>
    <message>
        <source>Every value is true or false.</source>
        <translation>每个值都是真或假。</translation>
    </message>
    <message>
        <source>Exchange them.</source>
        <translation>请将两者对调。</translation>
    </message>
    <message>
        <source>Export it again in smaller pieces, or as CSV.</source>
        <translation>请分成较小的块重新导出，或导出为 CSV。</translation>
    </message>
    <message>
        <source>Folds are counted from 0 over all repeats.</source>
        <translation>折跨各次重复从 0 起计数。</translation>
    </message>
    <message>
        <source>Folds are one run each.</source>
        <translation>每一折是一次单独的训练。</translation>
    </message>
    <message>
        <source>For some user and for some item it has several values.</source>
        <translation>对某些用户和某些物品，它都有多个不同的值。</translation>
    </message>
    <message>
        <source>Formulas are not computed.</source>
        <translation>公式不会被计算。</translation>
    </message>
    <message>
        <source>Free some space, or use another folder.</source>
        <translation>请释放一些空间，或使用其他文件夹。</translation>
    </message>
    <message>
        <source>Get the model as safetensors, or have its publisher convert it.</source>
        <translation>请获取 safetensors 格式的模型，或请发布者转换格式。</translation>
    </message>
    <message>
        <source>Get the same model as safetensors, or unpack it once with transformers: from_pretrained(folder, gguf_file=…) and save_pretrained.</source>
        <translation>请获取 safetensors 格式的同一模型，或用 transformers 解包一次：from_pretrained(folder, gguf_file=…) 和 save_pretrained。</translation>
    </message>
    <message>
        <source>Give a share of the rows to validation.</source>
        <translation>请给验证集分配一定比例的行。</translation>
    </message>
    <message>
        <source>Give a step or a list of choices, or search by TPE or at random.</source>
        <translation>请给出间隔或候选值列表，或改用 TPE 或随机搜索。</translation>
    </message>
    <message>
        <source>Give at least one of them.</source>
        <translation>请至少给出其中之一。</translation>
    </message>
    <message>
        <source>Give both bounds, or the choices alone.</source>
        <translation>请给出两个界限，或只给出候选值。</translation>
    </message>
    <message>
        <source>Give each a name of its own.</source>
        <translation>请为每个模型指定各自的名称。</translation>
    </message>
    <message>
        <source>Give it more time, then try again.</source>
        <translation>请给它更多时间，然后重试。</translation>
    </message>
    <message>
        <source>Give the whole set, or remove this one.</source>
        <translation>请给出完整的一组，或去掉这一项。</translation>
    </message>
    <message>
        <source>Hold out more rows, or judge by loss.</source>
        <translation>请留出更多行，或以损失作为评判指标。</translation>
    </message>
    <message>
        <source>How many tokens count differs from row to row.</source>
        <translation>各行计入的 token 数不同。</translation>
    </message>
    <message>
        <source>In four bits the model says something else at times.</source>
        <translation>使用 4 位时，模型的回答有时会不同。</translation>
    </message>
    <message>
        <source>Install g++ or clang.</source>
        <translation>请安装 g++ 或 clang。</translation>
    </message>
    <message>
        <source>Install it, or choose another runner.</source>
        <translation>请安装它，或选择其他运行器。</translation>
    </message>
    <message>
        <source>It exchanges whole tables between the ranks.</source>
        <translation>它在各 rank 之间交换整张表。</translation>
    </message>
    <message>
        <source>It gave no reason.</source>
        <translation>它没有给出原因。</translation>
    </message>
    <message>
        <source>It has learnt none.</source>
        <translation>它没有学过对话。</translation>
    </message>
    <message>
        <source>It has no config.json.</source>
        <translation>其中没有 config.json。</translation>
    </message>
    <message>
        <source>It has {reason}.</source>
        <translation>原因：{reason}。</translation>
    </message>
    <message>
        <source>It has {size_bytes}; up to {limit_bytes} can be when it is not one list of objects.</source>
        <translation>它有 {size_bytes}；不是单个对象列表时，最多 {limit_bytes}。</translation>
    </message>
    <message>
        <source>It has {tokens} tokens, the model knows {known}.</source>
        <translation>它有 {tokens} 个 token，模型认识 {known} 个。</translation>
    </message>
    <message>
        <source>It holds out the newest rows.</source>
        <translation>它留出最新的行。</translation>
    </message>
    <message>
        <source>It holds {kind}, with {distinct} different values.</source>
        <translation>其中是{kind}，有 {distinct} 个不同的值。</translation>
    </message>
    <message>
        <source>It holds {kind}.</source>
        <translation>它的内容是 {kind}。</translation>
    </message>
    <message>
        <source>It holds {kind}; “less” and “greater” are for numbers and dates, “contains” is for words.</source>
        <translation>它的内容是 {kind}；“less”和“greater”用于数值和日期，“contains”用于词。</translation>
    </message>
    <message>
        <source>It is JSON, but no object.</source>
        <translation>它是 JSON，但不是对象。</translation>
    </message>
    <message>
        <source>It is being started again.</source>
        <translation>它正在重新启动。</translation>
    </message>
    <message>
        <source>It is done once for each model, and may take some minutes.</source>
        <translation>每个模型只做一次，可能需要几分钟。</translation>
    </message>
    <message>
        <source>It is made of convolutions.</source>
        <translation>它由卷积组成。</translation>
    </message>
    <message>
        <source>It is no JSON.</source>
        <translation>它不是 JSON。</translation>
    </message>
    <message>
        <source>It is no conversation like the others.</source>
        <translation>它不是与其他行相同的对话。</translation>
    </message>
    <message>
        <source>It is no file of texts.</source>
        <translation>它不是文本文件。</translation>
    </message>
    <message>
        <source>It is not a language model.</source>
        <translation>它不是语言模型。</translation>
    </message>
    <message>
        <source>It is not encrypted, or has been unlocked.</source>
        <translation>它没有加密，或已经解锁。</translation>
    </message>
    <message>
        <source>It is not said what to count.</source>
        <translation>没有说明要计数的内容。</translation>
    </message>
    <message>
        <source>It is not said which model to ask.</source>
        <translation>没有说明要请求哪个模型。</translation>
    </message>
    <message>
        <source>It is started again by itself.</source>
        <translation>它会自动重新启动。</translation>
    </message>
    <message>
        <source>It keeps rows of one group together.</source>
        <translation>它让同组的行留在一起。</translation>
    </message>
    <message>
        <source>It knows users and items by their ids alone.</source>
        <translation>它只通过 id 认识用户和物品。</translation>
    </message>
    <message>
        <source>It may have ended.</source>
        <translation>它可能已经结束。</translation>
    </message>
    <message>
        <source>It may have up to {most}.</source>
        <translation>最多可以有 {most} 个。</translation>
    </message>
    <message>
        <source>It measures how items are ranked, and this run foresees ratings.</source>
        <translation>它衡量物品的排序，而此训练预测的是用户评分。</translation>
    </message>
    <message>
        <source>It must be a text, a list of token numbers, or a list of up to {most} of either.</source>
        <translation>必须是文本、token 编号的列表，或由最多 {most} 个文本或编号列表组成的列表。</translation>
    </message>
    <message>
        <source>It must be a text, or up to {most} of them, each of 1 to {letters} letters.</source>
        <translation>必须是一个文本，或最多 {most} 个文本，每个 1 到 {letters} 个字符。</translation>
    </message>
    <message>
        <source>It needs two bounds, or a list of choices.</source>
        <translation>它需要两个界限，或一个候选值列表。</translation>
    </message>
    <message>
        <source>It normalises each batch by its own mean; in a pipeline every micro-batch would have another.</source>
        <translation>它用每个批次自身的均值做归一化；在流水线中，每个微批次的均值都会不同。</translation>
    </message>
    <message>
        <source>It only counts the rows.</source>
        <translation>它只是给行编号。</translation>
    </message>
    <message>
        <source>It points at another one.</source>
        <translation>它指向另一个版本。</translation>
    </message>
    <message>
        <source>It remembers the mean of its batches, and no two workers would remember the same.</source>
        <translation>它会记住各批次的均值，而没有两个工作进程会记住相同的均值。</translation>
    </message>
    <message>
        <source>It showed a certificate that is not the endpoint’s, so it was sent nothing.</source>
        <translation>它出示的证书不是服务端点的证书，因此没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>It unpacks to very large pieces.</source>
        <translation>它会解压成非常大的块。</translation>
    </message>
    <message>
        <source>It was ended, or the machine is too busy.</source>
        <translation>引擎已被结束，或者机器过于繁忙。</translation>
    </message>
    <message>
        <source>It was made for other models.</source>
        <translation>它是为其他模型创建的。</translation>
    </message>
    <message>
        <source>It was made without this permission.</source>
        <translation>创建时没有授予此权限。</translation>
    </message>
    <message>
        <source>It was not there within the endpoint’s longest wait.</source>
        <translation>在服务端点的最长等待时间内没有得到回答。</translation>
    </message>
    <message>
        <source>It watches a score on them.</source>
        <translation>它监视这些行上的评分。</translation>
    </message>
    <message>
        <source>It would need the weights unencrypted on the disk.</source>
        <translation>它需要把未加密的权重放在磁盘上。</translation>
    </message>
    <message>
        <source>Its answers and scores would then be about something else.</source>
        <translation>那样它的回答和评分就是针对别的内容了。</translation>
    </message>
    <message>
        <source>Its architecture is {architecture}.</source>
        <translation>它的架构是 {architecture}。</translation>
    </message>
    <message>
        <source>Its bytes are no whole PNG, JPEG, WebP, GIF, BMP or TIFF.</source>
        <translation>其字节不是完整的 PNG、JPEG、WebP、GIF、BMP 或 TIFF。</translation>
    </message>
    <message>
        <source>Its layout or its bits are not known to it.</source>
        <translation>它不认识该模型的结构或位数。</translation>
    </message>
    <message>
        <source>Its lines belong to no group, time or class.</source>
        <translation>它的行不属于任何组、时间或类别。</translation>
    </message>
    <message>
        <source>Its list of files cannot be read.</source>
        <translation>无法读取其中的文件列表。</translation>
    </message>
    <message>
        <source>Its name is that of an id, which says nothing general about a row.</source>
        <translation>它的名称像是 id，不能说明一行的一般特点。</translation>
    </message>
    <message>
        <source>Its numbers are packed for answering.</source>
        <translation>它的数值是为推理而打包的。</translation>
    </message>
    <message>
        <source>Its process ended each time before it answered.</source>
        <translation>其进程每次都在应答之前就结束了。</translation>
    </message>
    <message>
        <source>Its process ended without warning.</source>
        <translation>其进程意外结束。</translation>
    </message>
    <message>
        <source>Its process was ended for lack of memory, or was refused more.</source>
        <translation>其进程因内存不足被终止，或申请更多内存时被拒绝。</translation>
    </message>
    <message>
        <source>Its size is not known before.</source>
        <translation>其大小无法事先得知。</translation>
    </message>
    <message>
        <source>Its task has none, it held out no rows, or it was trained before there were reports.</source>
        <translation>它的任务没有报告，或没有留出任何行，或者它是在有报告功能之前训练的。</translation>
    </message>
    <message>
        <source>Its weights cannot be read without the passphrase.</source>
        <translation>没有口令就无法读取其权重。</translation>
    </message>
    <message>
        <source>Its {groups} groups go to {parts} parts, and none is cut.</source>
        <translation>它的 {groups} 个组要分到 {parts} 个部分，而组不可拆开。</translation>
    </message>
    <message>
        <source>Its {vocabulary} tokens are numbered from 0.</source>
        <translation>它的 {vocabulary} 个 token 从 0 开始编号。</translation>
    </message>
    <message>
        <source>Judge by accuracy.</source>
        <translation>请以 accuracy 评判。</translation>
    </message>
    <message>
        <source>Judge by loss or ndcg_at_10, or choose the ratings as the column to predict.</source>
        <translation>请以 loss 或 ndcg_at_10 评判，或选择用户评分列作为要预测的列。</translation>
    </message>
    <message>
        <source>Judge by loss, accuracy or f1_macro.</source>
        <translation>请以 loss、accuracy 或 f1_macro 评判。</translation>
    </message>
    <message>
        <source>Judge by loss, or by a score that the task reports.</source>
        <translation>请以 loss 或该任务报告的评分来评判。</translation>
    </message>
    <message>
        <source>Judge by loss, or by another of these.</source>
        <translation>请以 loss 或其中另一项来评判。</translation>
    </message>
    <message>
        <source>Judge by loss, rmse or mae; or leave the column to predict empty, to learn from choices.</source>
        <translation>请以 loss、rmse 或 mae 评判；或把要预测的列留空，从所选内容中学习。</translation>
    </message>
    <message>
        <source>Kernels are being compiled for this processor.</source>
        <translation>正在为此处理器编译内核。</translation>
    </message>
    <message>
        <source>Known: {known}.</source>
        <translation>可用：{known}。</translation>
    </message>
    <message>
        <source>Leave it as it is.</source>
        <translation>请保持不变。</translation>
    </message>
    <message>
        <source>Leave it out, or serve the model with the built-in runner.</source>
        <translation>请去掉它，或用内置运行器提供该模型的服务。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>请去掉它。</translation>
    </message>
    <message>
        <source>Leave out spaces and slashes, and a dot at the end.</source>
        <translation>请不要使用空格和斜杠，也不要以点号结尾。</translation>
    </message>
    <message>
        <source>Leave the column to predict empty, or choose matrix_factorization, neural_cf or two_tower.</source>
        <translation>请把要预测的列留空，或选择 matrix_factorization、neural_cf 或 two_tower。</translation>
    </message>
    <message>
        <source>Leave the sample prompts empty.</source>
        <translation>请把示例提示留空。</translation>
    </message>
    <message>
        <source>Leave “dimensions” out.</source>
        <translation>请去掉“dimensions”。</translation>
    </message>
    <message>
        <source>List its choices in place of bounds.</source>
        <translation>请列出候选值，不要用界限。</translation>
    </message>
    <message>
        <source>Long and varied words, {length} characters on average.</source>
        <translation>较长且多样的文字，平均 {length} 个字符。</translation>
    </message>
    <message>
        <source>Long words, but only {distinct} different ones: they come again and again.</source>
        <translation>文字较长，但只有 {distinct} 种不同的值，反复出现。</translation>
    </message>
    <message>
        <source>Look in /v1/models for the names.</source>
        <translation>请在 /v1/models 中查看名称。</translation>
    </message>
    <message>
        <source>Look in its log, then start it again.</source>
        <translation>请查看其日志，然后重新启动。</translation>
    </message>
    <message>
        <source>Look in the endpoint’s log.</source>
        <translation>请查看服务端点的日志。</translation>
    </message>
    <message>
        <source>Make it smaller.</source>
        <translation>请将它缩小。</translation>
    </message>
    <message>
        <source>Make room on the disk: for a moment the model takes its size twice.</source>
        <translation>请腾出磁盘空间：模型会暂时占用两倍的空间。</translation>
    </message>
    <message>
        <source>Make that image smaller, and import the data again.</source>
        <translation>请将该图像缩小，然后重新导入数据。</translation>
    </message>
    <message>
        <source>Mend or remove that image, and import the data again.</source>
        <translation>请修复或去掉该图像，然后重新导入数据。</translation>
    </message>
    <message>
        <source>Mend the file, or export it again.</source>
        <translation>请修正该文件，或重新导出。</translation>
    </message>
    <message>
        <source>More than 64 lists and objects lie in each other.</source>
        <translation>列表和对象的嵌套超过 64 层。</translation>
    </message>
    <message>
        <source>More than {limit}.</source>
        <translation>超过 {limit} 个。</translation>
    </message>
    <message>
        <source>Name PEM files that you may read: the certificate with its chain, and the key that belongs to it, without a passphrase.</source>
        <translation>请指定您有权读取的 PEM 文件：证书及其证书链，以及与之对应的不带口令的私钥。</translation>
    </message>
    <message>
        <source>Name both files, or neither: then a certificate is made here.</source>
        <translation>请两个文件都指定，或都不指定：都不指定时会在这里生成证书。</translation>
    </message>
    <message>
        <source>Name one as “model”.</source>
        <translation>请用“model”指定一个。</translation>
    </message>
    <message>
        <source>No C++ compiler is installed here; with one, answers come up to twice as fast.</source>
        <translation>这里没有安装 C++ 编译器；安装后，应答速度最多可提高一倍。</translation>
    </message>
    <message>
        <source>No answer can be held to this JSON schema.</source>
        <translation>无法让回答遵循此 JSON schema。</translation>
    </message>
    <message>
        <source>No cell of the column “{column}” names a label.</source>
        <translation>列“{column}”中没有一个单元格含有标签。</translation>
    </message>
    <message>
        <source>No device has the whole model to continue them with.</source>
        <translation>没有设备持有完整的模型来续写它们。</translation>
    </message>
    <message>
        <source>No endpoint serves anything by the name “{name}”.</source>
        <translation>没有服务端点以“{name}”这一名称提供服务。</translation>
    </message>
    <message>
        <source>No measurement on validation rows gave a number for {metric}.</source>
        <translation>在验证行上的评估都没有得出 {metric} 的数值。</translation>
    </message>
    <message>
        <source>No model is served here as “{name}”.</source>
        <translation>这里没有以“{name}”提供服务的模型。</translation>
    </message>
    <message>
        <source>No more than 67 million pixels and 64 MiB are decoded.</source>
        <translation>最多解码 6,700 万像素和 64 MiB。</translation>
    </message>
    <message>
        <source>No row has a value.</source>
        <translation>没有一行有值。</translation>
    </message>
    <message>
        <source>No row has an answer to learn from.</source>
        <translation>没有一行有可供学习的回答。</translation>
    </message>
    <message>
        <source>No row is held out to measure them on.</source>
        <translation>没有留出可用于衡量它们的行。</translation>
    </message>
    <message>
        <source>No row was held out by both.</source>
        <translation>没有任何行同时被两者留出。</translation>
    </message>
    <message>
        <source>No run came to its end.</source>
        <translation>没有一次训练完成。</translation>
    </message>
    <message>
        <source>No settings in these ranges go together.</source>
        <translation>这些取值范围内没有能互相配合的设置。</translation>
    </message>
    <message>
        <source>No workbook has.</source>
        <translation>没有工作簿能有这么多行。</translation>
    </message>
    <message>
        <source>No {role} column is chosen.</source>
        <translation>没有选择 {role} 列。</translation>
    </message>
    <message>
        <source>Nothing answers at this path.</source>
        <translation>此路径没有应答。</translation>
    </message>
    <message>
        <source>Nothing says for whom to recommend.</source>
        <translation>没有说明为谁推荐。</translation>
    </message>
    <message>
        <source>Nothing says what to serve.</source>
        <translation>没有说明要为哪个模型提供服务。</translation>
    </message>
    <message>
        <source>Nothing was kept of it.</source>
        <translation>没有保留其中的任何内容。</translation>
    </message>
    <message>
        <source>Of {rows} training rows none has an answer within {context} tokens.</source>
        <translation>{rows} 个训练行中，没有一行在 {context} 个 token 以内有回答。</translation>
    </message>
    <message>
        <source>On a text of its own it would take the same word as in 16 bits after {agreement} of all words.</source>
        <translation>在它自己写出的文本上，有 {agreement} 的词之后会选取与 16 位时相同的下一个词。</translation>
    </message>
    <message>
        <source>One model, or a list of models, is needed, not both.</source>
        <translation>需要给出一个模型或一个模型列表，不能两者都给。</translation>
    </message>
    <message>
        <source>One name points at one model.</source>
        <translation>一个名称只指向一个模型。</translation>
    </message>
    <message>
        <source>One of them is missing.</source>
        <translation>缺少其中一个。</translation>
    </message>
    <message>
        <source>Only safetensors are read.</source>
        <translation>只读取 safetensors。</translation>
    </message>
    <message>
        <source>Only some models can.</source>
        <translation>只有部分模型可以。</translation>
    </message>
    <message>
        <source>Only the built-in runner reads a model that is encrypted.</source>
        <translation>只有内置运行器能读取加密的模型。</translation>
    </message>
    <message>
        <source>Only the rows that a batch has touched are exchanged, and they are few.</source>
        <translation>只交换批次涉及的行，而这样的行很少。</translation>
    </message>
    <message>
        <source>Only workbooks in the newer form (.xlsx) can be read.</source>
        <translation>只能读取较新格式（.xlsx）的工作簿。</translation>
    </message>
    <message>
        <source>Open it, and save it as .xlsx without a password.</source>
        <translation>请打开它，另存为不带密码的 .xlsx。</translation>
    </message>
    <message>
        <source>Orders of magnitude need two bounds above zero, and no step.</source>
        <translation>按数量级取值需要两个大于零的界限，且不能有间隔。</translation>
    </message>
    <message>
        <source>Pack them as Parquet first.</source>
        <translation>请先把它们打包为 Parquet。</translation>
    </message>
    <message>
        <source>Preference tuning does not go with a model that is split into stages or matrices.</source>
        <translation>偏好微调不能用于按阶段或按矩阵切分的模型。</translation>
    </message>
    <message>
        <source>Preferences are judged by loss or accuracy, all other texts by loss, perplexity or bits_per_byte.</source>
        <translation>偏好以 loss 或 accuracy 评判，其他文本都以 loss、perplexity 或 bits_per_byte 评判。</translation>
    </message>
    <message>
        <source>Programs and keys know a model by this name, so it can mean one thing only.</source>
        <translation>程序和密钥用此名称识别模型，因此它只能指代一个模型。</translation>
    </message>
    <message>
        <source>Programs tell models of one address apart by it.</source>
        <translation>程序靠名称区分同一地址上的各个模型。</translation>
    </message>
    <message>
        <source>Programs write it into requests and addresses.</source>
        <translation>程序会把它写入请求和地址。</translation>
    </message>
    <message>
        <source>Put the original folder back and retry, or start a new run.</source>
        <translation>请放回原来的文件夹后重试，或新建训练。</translation>
    </message>
    <message>
        <source>Put the original folder back, or train again and merge.</source>
        <translation>请放回原来的文件夹，或重新训练并合并。</translation>
    </message>
    <message>
        <source>Put the tokenizer&apos;s files, such as tokenizer.json, beside the weights.</source>
        <translation>请把分词器的文件（如 tokenizer.json）放在权重旁边。</translation>
    </message>
    <message>
        <source>QLoRA does not go with weights that are split over devices.</source>
        <translation>QLoRA 不能用于拆分到多个设备的权重。</translation>
    </message>
    <message>
        <source>Ratings are not judged by {metric}.</source>
        <translation>用户评分不以 {metric} 评判。</translation>
    </message>
    <message>
        <source>Remove it, or choose another task.</source>
        <translation>请去掉它，或选择其他任务。</translation>
    </message>
    <message>
        <source>Row {row} and row {twin}, for example.</source>
        <translation>例如第 {row} 行和第 {twin} 行。</translation>
    </message>
    <message>
        <source>Row {row} equals row {twin}, for example, so the score would be too good.</source>
        <translation>例如第 {row} 行与第 {twin} 行相同，因此评分会过于乐观。</translation>
    </message>
    <message>
        <source>Rows in blocks cannot be put together by length.</source>
        <translation>按块分配的行不能按长度归到一起。</translation>
    </message>
    <message>
        <source>Rows {row} and {twin} are both of the group “{value}”, for example, so the score would be too good.</source>
        <translation>例如第 {row} 行和第 {twin} 行都属于组“{value}”，因此评分会过于乐观。</translation>
    </message>
    <message>
        <source>Sample prompts do not go with a pipeline.</source>
        <translation>示例提示不能与流水线一起使用。</translation>
    </message>
    <message>
        <source>Save it again, or export it as CSV.</source>
        <translation>请重新保存，或导出为 CSV。</translation>
    </message>
    <message>
        <source>Save it as CSV, TSV or JSON lines.</source>
        <translation>请另存为 CSV、TSV 或 JSON lines。</translation>
    </message>
    <message>
        <source>Save it as JSON lines.</source>
        <translation>请另存为 JSON lines。</translation>
    </message>
    <message>
        <source>Save it as JSON lines: one object a line.</source>
        <translation>请保存为 JSON Lines：每行一个对象。</translation>
    </message>
    <message>
        <source>Save or export it again; as CSV, with quotes around texts.</source>
        <translation>请重新保存或导出；导出为 CSV 时，给文本加上引号。</translation>
    </message>
    <message>
        <source>See the model’s metadata.</source>
        <translation>请查看模型的元数据。</translation>
    </message>
    <message>
        <source>See their logs, then try again: only these are run anew.</source>
        <translation>请查看它们的日志，然后重试：只会重新运行这些折。</translation>
    </message>
    <message>
        <source>Send Inference-Header-Content-Length and each binary_data_size as they are.</source>
        <translation>请按实际值发送 Inference-Header-Content-Length 和各个 binary_data_size。</translation>
    </message>
    <message>
        <source>Send a shorter one.</source>
        <translation>请发送更短的提示。</translation>
    </message>
    <message>
        <source>Send another file.</source>
        <translation>请发送其他文件。</translation>
    </message>
    <message>
        <source>Send either “prompt” or “messages”.</source>
        <translation>请发送“prompt”或“messages”，只选其一。</translation>
    </message>
    <message>
        <source>Send it in UTF-8.</source>
        <translation>请以 UTF-8 编码发送。</translation>
    </message>
    <message>
        <source>Send it with the shape [n] or [n, 1].</source>
        <translation>请以形状 [n] 或 [n, 1] 发送。</translation>
    </message>
    <message>
        <source>Send several requests.</source>
        <translation>请分成多个请求发送。</translation>
    </message>
    <message>
        <source>Send text alone.</source>
        <translation>请只发送文本。</translation>
    </message>
    <message>
        <source>Send the bytes of the image file in base64, or a data URL of it.</source>
        <translation>请以 base64 发送图像文件的字节，或发送其 data URL。</translation>
    </message>
    <message>
        <source>Send what its shape says.</source>
        <translation>请按其形状发送数据。</translation>
    </message>
    <message>
        <source>Serve it in 8 bits if answers matter more than memory.</source>
        <translation>如果回答质量比内存更重要，请以 8 位提供服务。</translation>
    </message>
    <message>
        <source>Serve it with fewer bits, a shorter context or fewer processes, or close other programs.</source>
        <translation>请用更少的位数、更短的上下文或更少的进程提供服务，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Set a validation share, or take the last weights.</source>
        <translation>请设置验证集比例，或采用最后权重。</translation>
    </message>
    <message>
        <source>Set it to true, or leave “top_logprobs” out.</source>
        <translation>请把它设为 true，或去掉“top_logprobs”。</translation>
    </message>
    <message>
        <source>Set training.class_weights to none.</source>
        <translation>请把 training.class_weights 设为 none。</translation>
    </message>
    <message>
        <source>Several are served here: {known}.</source>
        <translation>这里提供服务的有多个：{known}。</translation>
    </message>
    <message>
        <source>Some files were left out: {columns}.</source>
        <translation>有些文件没有读取：{columns}。</translation>
    </message>
    <message>
        <source>Something outside ended it; often the system ran out of memory.</source>
        <translation>它被外部原因终止；常见原因是系统内存耗尽。</translation>
    </message>
    <message>
        <source>Sparse gradients cannot be compressed.</source>
        <translation>稀疏梯度不能压缩。</translation>
    </message>
    <message>
        <source>Sparse gradients do not go with {strategy}.</source>
        <translation>稀疏梯度不能与 {strategy} 一起使用。</translation>
    </message>
    <message>
        <source>Split by group, or allow it under “Leaks”.</source>
        <translation>请按组划分，或在“泄漏”中允许。</translation>
    </message>
    <message>
        <source>Start it as folds, or choose one fold.</source>
        <translation>请以各折的方式启动，或选择其中一折。</translation>
    </message>
    <message>
        <source>Step {number} drops it.</source>
        <translation>处理步骤 {number} 去除了它。</translation>
    </message>
    <message>
        <source>Stop the endpoint and start it again; if it stays so, look which program has its port.</source>
        <translation>请停止服务端点后重新启动；若仍如此，请查看哪个程序占用了它的端口。</translation>
    </message>
    <message>
        <source>Stop the endpoint, or add another model first.</source>
        <translation>请停止服务端点，或先添加另一个模型。</translation>
    </message>
    <message>
        <source>Stop “{parent}” first.</source>
        <translation>请先停止“{parent}”。</translation>
    </message>
    <message>
        <source>Tables are read from CSV, TSV, JSON, Parquet, Arrow and Excel (.xlsx); texts and images from files and folders.</source>
        <translation>表格可从 CSV、TSV、JSON、Parquet、Arrow 和 Excel（.xlsx）读取；文本和图像可从文件和文件夹读取。</translation>
    </message>
    <message>
        <source>Tables take linear, mlp, resnet_mlp or ft_transformer; texts mean_embedding, text_cnn, transformer_encoder or pretrained; language decoder or pretrained; images small_cnn, resnet, convnext, vit or pretrained; recommendation matrix_factorization, neural_cf, two_tower or sasrec.</source>
        <translation>表格可用 linear、mlp、resnet_mlp 或 ft_transformer；文本可用 mean_embedding、text_cnn、transformer_encoder 或 pretrained；语言模型可用 decoder 或 pretrained；图像可用 small_cnn、resnet、convnext、vit 或 pretrained；推荐可用 matrix_factorization、neural_cf、two_tower 或 sasrec。</translation>
    </message>
    <message>
        <source>Take fewer values, or search by TPE or at random.</source>
        <translation>请减少取值，或改用 TPE 或随机搜索。</translation>
    </message>
    <message>
        <source>Take it out of the columns to predict from, or out of the step.</source>
        <translation>请把它从用于预测的列中去掉，或从该步骤中去掉。</translation>
    </message>
    <message>
        <source>Take it out of the features, or give each user or each item one value.</source>
        <translation>请把它从特征中去掉，或让每个用户或每个物品只有一个值。</translation>
    </message>
    <message>
        <source>Take it out of the ranges.</source>
        <translation>请把它从取值范围中去掉。</translation>
    </message>
    <message>
        <source>Take it out of this step, or out of that setting.</source>
        <translation>请把它从此步骤中去掉，或从那项设置中去掉。</translation>
    </message>
    <message>
        <source>Take one of the two out.</source>
        <translation>请去掉两者之一。</translation>
    </message>
    <message>
        <source>Take the part out of this step, or drop this step.</source>
        <translation>请从此步骤中去掉该部分，或删除此步骤。</translation>
    </message>
    <message>
        <source>Take {bound} letters or more.</source>
        <translation>请使用至少 {bound} 个字符。</translation>
    </message>
    <message>
        <source>That would be {count} runs.</source>
        <translation>那将是 {count} 次训练。</translation>
    </message>
    <message>
        <source>That would be {unpacked_bytes} or more.</source>
        <translation>那将达到 {unpacked_bytes} 或更多。</translation>
    </message>
    <message>
        <source>The address names “{name}”, the request “{given}”.</source>
        <translation>地址中的名称是“{name}”，请求中的是“{given}”。</translation>
    </message>
    <message>
        <source>The answer took too long and was given up.</source>
        <translation>回答耗时太长，已放弃。</translation>
    </message>
    <message>
        <source>The best weights are known by validation rows.</source>
        <translation>最佳权重要靠验证行来确定。</translation>
    </message>
    <message>
        <source>The column “{column}” cannot be compared like this.</source>
        <translation>列“{column}”不能这样比较。</translation>
    </message>
    <message>
        <source>The column “{column}” cannot be dropped.</source>
        <translation>列“{column}”不能去除。</translation>
    </message>
    <message>
        <source>The column “{column}” cannot be the {role}.</source>
        <translation>列“{column}”不能用作 {role}。</translation>
    </message>
    <message>
        <source>The column “{column}” does not hold conversations.</source>
        <translation>列“{column}”的内容不是对话。</translation>
    </message>
    <message>
        <source>The column “{column}” holds {classes} classes.</source>
        <translation>列“{column}”有 {classes} 个类别。</translation>
    </message>
    <message>
        <source>The column “{column}” is dropped by a step.</source>
        <translation>列“{column}”被某个步骤去除了。</translation>
    </message>
    <message>
        <source>The column “{column}” is no longer there at this step.</source>
        <translation>到此步骤时，列“{column}”已不存在。</translation>
    </message>
    <message>
        <source>The column “{column}” names {labels} different labels.</source>
        <translation>列“{column}”含有 {labels} 个不同的标签。</translation>
    </message>
    <message>
        <source>The column “{column}” tells neither of users nor of items.</source>
        <translation>列“{column}”既不是关于用户的，也不是关于物品的。</translation>
    </message>
    <message>
        <source>The column “{group}” has too few groups for this split.</source>
        <translation>列“{group}”的组太少，不够这种划分。</translation>
    </message>
    <message>
        <source>The compiler refused them; the endpoint’s log says why.</source>
        <translation>编译器未能编译它们；原因见服务端点的日志。</translation>
    </message>
    <message>
        <source>The content of a message must be a text.</source>
        <translation>消息的内容必须是文本。</translation>
    </message>
    <message>
        <source>The data of the tensor “{name}” does not fit its shape and datatype.</source>
        <translation>张量“{name}”的数据与其形状和数据类型不符。</translation>
    </message>
    <message>
        <source>The document holds other values beside them.</source>
        <translation>除此之外，文档中还有其他值。</translation>
    </message>
    <message>
        <source>The document is too large to be read whole.</source>
        <translation>文档太大，无法整体读取。</translation>
    </message>
    <message>
        <source>The endpoint is being stopped.</source>
        <translation>服务端点正在停止。</translation>
    </message>
    <message>
        <source>The endpoint refused: {message}</source>
        <translation>服务端点拒绝了请求：{message}</translation>
    </message>
    <message>
        <source>The endpoint serves nothing by the name “{name}”.</source>
        <translation>此服务端点没有以“{name}”这一名称提供服务。</translation>
    </message>
    <message>
        <source>The endpoint was started {times} times and never became ready.</source>
        <translation>服务端点启动了 {times} 次，始终没有就绪。</translation>
    </message>
    <message>
        <source>The endpoint’s log has its own words.</source>
        <translation>服务端点的日志中有它自己的说明。</translation>
    </message>
    <message>
        <source>The engine passes on {most} at a time.</source>
        <translation>引擎一次最多转发 {most} 个。</translation>
    </message>
    <message>
        <source>The fastest of the runners that were measured on this machine.</source>
        <translation>在这台机器上测得最快的运行器。</translation>
    </message>
    <message>
        <source>The field is known, but no model of this endpoint can do what it asks for.</source>
        <translation>这个字段可以识别，但此服务端点没有模型能做到它要求的事。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>The file stores it as {type}.</source>
        <translation>文件中以 {type} 存储。</translation>
    </message>
    <message>
        <source>The files of “{model}” could not be written.</source>
        <translation>无法写入“{model}”的文件。</translation>
    </message>
    <message>
        <source>The folder {path} has no tokenizer.</source>
        <translation>文件夹 {path} 中没有分词器。</translation>
    </message>
    <message>
        <source>The folder {path} holds an adapter, not a model.</source>
        <translation>文件夹 {path} 中是适配器，不是模型。</translation>
    </message>
    <message>
        <source>The folder {path} holds no model in the Hugging Face layout.</source>
        <translation>文件夹 {path} 中没有 Hugging Face 布局的模型。</translation>
    </message>
    <message>
        <source>The folder {path} holds no weights.</source>
        <translation>文件夹 {path} 中没有权重。</translation>
    </message>
    <message>
        <source>The grid has {count} combinations.</source>
        <translation>网格有 {count} 种组合。</translation>
    </message>
    <message>
        <source>The image cannot be opened.</source>
        <translation>无法打开该图像。</translation>
    </message>
    <message>
        <source>The image has more than 67 million pixels, or 64 MiB.</source>
        <translation>图像超过 6,700 万像素或 64 MiB。</translation>
    </message>
    <message>
        <source>The image in row {row} cannot be read.</source>
        <translation>无法读取第 {row} 行的图像。</translation>
    </message>
    <message>
        <source>The image in row {row} is too large.</source>
        <translation>第 {row} 行的图像太大。</translation>
    </message>
    <message>
        <source>The image size is no multiple of the patch.</source>
        <translation>图像尺寸不是图像块的整数倍。</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>导入已取消。</translation>
    </message>
    <message>
        <source>The kernels of a step are launched at once, as a CUDA graph.</source>
        <translation>每一步的内核作为 CUDA 图一次启动。</translation>
    </message>
    <message>
        <source>The kernels of a step are launched one by one.</source>
        <translation>每一步的内核逐个启动。</translation>
    </message>
    <message>
        <source>The key would have expired already.</source>
        <translation>此密钥一创建就已过期。</translation>
    </message>
    <message>
        <source>The layout of the file says that it holds texts.</source>
        <translation>文件的布局表明其中是文本。</translation>
    </message>
    <message>
        <source>The length of the JSON part and the sizes of the binary tensors do not add up to the body.</source>
        <translation>JSON 部分的长度与各二进制张量的大小之和不等于请求体的长度。</translation>
    </message>
    <message>
        <source>The likeliest tokens are told beside the log probabilities alone.</source>
        <translation>只有在返回对数概率时才会一并给出最可能的 token。</translation>
    </message>
    <message>
        <source>The lower bound is above the upper one.</source>
        <translation>下限大于上限。</translation>
    </message>
    <message>
        <source>The model cannot read it then.</source>
        <translation>这样模型就无法读取它。</translation>
    </message>
    <message>
        <source>The model does not fit into the memory that is free.</source>
        <translation>空闲内存容不下此模型。</translation>
    </message>
    <message>
        <source>The model has its last weights; which were the best is not known.</source>
        <translation>模型采用的是最后的权重；无法得知哪些权重最佳。</translation>
    </message>
    <message>
        <source>The model has no report.</source>
        <translation>模型没有报告。</translation>
    </message>
    <message>
        <source>The model has no tensor “{name}”.</source>
        <translation>模型没有张量“{name}”。</translation>
    </message>
    <message>
        <source>The model has no token {token}.</source>
        <translation>模型没有 token {token}。</translation>
    </message>
    <message>
        <source>The model in {path} brings code of its own.</source>
        <translation>{path} 中的模型带有自己的代码。</translation>
    </message>
    <message>
        <source>The model in {path} cannot be opened.</source>
        <translation>无法打开 {path} 中的模型。</translation>
    </message>
    <message>
        <source>The model in {path} does not continue texts.</source>
        <translation>{path} 中的模型不能续写文本。</translation>
    </message>
    <message>
        <source>The model in {path} does not read images.</source>
        <translation>{path} 中的模型不读取图像。</translation>
    </message>
    <message>
        <source>The model in {path} does not read texts alone.</source>
        <translation>{path} 中的模型不是纯文本模型。</translation>
    </message>
    <message>
        <source>The model in {path} is encrypted.</source>
        <translation>{path} 中的模型已加密。</translation>
    </message>
    <message>
        <source>The model is encrypted, and locked.</source>
        <translation>模型已加密，处于锁定状态。</translation>
    </message>
    <message>
        <source>The model is saved, but its report could not be written.</source>
        <translation>模型已保存，但无法写入其报告。</translation>
    </message>
    <message>
        <source>The model sees {most} tokens at once.</source>
        <translation>模型一次最多看到 {most} 个 token。</translation>
    </message>
    <message>
        <source>The model takes another datatype, or there is none of this name.</source>
        <translation>模型使用其他数据类型，或没有这个名称的数据类型。</translation>
    </message>
    <message>
        <source>The model that this one was tuned from has changed.</source>
        <translation>此模型微调所用的原模型已改变。</translation>
    </message>
    <message>
        <source>The model that this run tunes has changed since it began.</source>
        <translation>本次训练所微调的模型在训练开始后被改动过。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template refuses a conversation.</source>
        <translation>模型的对话模板拒绝了一段对话。</translation>
    </message>
    <message>
        <source>The model’s embeddings cannot have {value} numbers.</source>
        <translation>该模型的嵌入向量不能是 {value} 维。</translation>
    </message>
    <message>
        <source>The passphrase is too short.</source>
        <translation>口令太短。</translation>
    </message>
    <message>
        <source>The passphrase is wrong.</source>
        <translation>口令错误。</translation>
    </message>
    <message>
        <source>The patches do not fill the image.</source>
        <translation>图像块不能铺满图像。</translation>
    </message>
    <message>
        <source>The process that runs the model ended with status {status}.</source>
        <translation>运行模型的进程以状态 {status} 结束。</translation>
    </message>
    <message>
        <source>The process that runs the model no longer answered and was ended.</source>
        <translation>运行模型的进程不再应答，已被终止。</translation>
    </message>
    <message>
        <source>The process that runs the model stopped with an error.</source>
        <translation>运行模型的进程因错误停止。</translation>
    </message>
    <message>
        <source>The process that runs the model was killed by {signal}.</source>
        <translation>运行模型的进程被 {signal} 终止。</translation>
    </message>
    <message>
        <source>The process that was computing the answer ended.</source>
        <translation>正在计算回答的进程已结束。</translation>
    </message>
    <message>
        <source>The prompt is too long: its {prompt} tokens leave no room for an answer.</source>
        <translation>提示太长：它的 {prompt} 个 token 没有给回答留下空间。</translation>
    </message>
    <message>
        <source>The request cannot be read.</source>
        <translation>无法读取请求。</translation>
    </message>
    <message>
        <source>The rows were taken from “{columns}”.</source>
        <translation>数据行取自“{columns}”。</translation>
    </message>
    <message>
        <source>The runners that are installed are being measured.</source>
        <translation>正在测量已安装的运行器。</translation>
    </message>
    <message>
        <source>The run’s log has the details.</source>
        <translation>详情见训练的日志。</translation>
    </message>
    <message>
        <source>The same value in every row that has one: nothing can be learnt from it.</source>
        <translation>所有有值的行都是同一个值：从中学不到任何东西。</translation>
    </message>
    <message>
        <source>The scores are of the others.</source>
        <translation>评分来自其余各折。</translation>
    </message>
    <message>
        <source>The sheet says that it has more than {limit} rows.</source>
        <translation>工作表声称有超过 {limit} 行。</translation>
    </message>
    <message>
        <source>The split needs a group.</source>
        <translation>这种划分需要分组列。</translation>
    </message>
    <message>
        <source>The split needs a time.</source>
        <translation>这种划分需要时间列。</translation>
    </message>
    <message>
        <source>The task has no classes to weigh.</source>
        <translation>此任务没有可加权的类别。</translation>
    </message>
    <message>
        <source>The task has no such score.</source>
        <translation>此任务没有这项评分。</translation>
    </message>
    <message>
        <source>The task needs one.</source>
        <translation>此任务需要它。</translation>
    </message>
    <message>
        <source>The task predicts no column.</source>
        <translation>此任务不预测列。</translation>
    </message>
    <message>
        <source>The task reads no {role} column.</source>
        <translation>此任务不读取 {role} 列。</translation>
    </message>
    <message>
        <source>The tensor “{name}” cannot be read as {value}.</source>
        <translation>张量“{name}”不能按 {value} 读取。</translation>
    </message>
    <message>
        <source>The tensor “{name}” has the shape {value}.</source>
        <translation>张量“{name}”的形状是 {value}。</translation>
    </message>
    <message>
        <source>The tokenizer in {path} does not belong to its model.</source>
        <translation>{path} 中的分词器不属于其模型。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不一致。</translation>
    </message>
    <message>
        <source>The value that was saved with each was read; a cell without one is missing.</source>
        <translation>读取的是各公式所保存的值；没有保存值的单元格视为缺失。</translation>
    </message>
    <message>
        <source>The weights in {path} are in a format that can run code when it is opened.</source>
        <translation>{path} 中权重的格式在打开时可能运行代码。</translation>
    </message>
    <message>
        <source>The weights in {path} are quantised.</source>
        <translation>{path} 中的权重是量化的。</translation>
    </message>
    <message>
        <source>The workbook has {known}.</source>
        <translation>工作簿中有 {known}。</translation>
    </message>
    <message>
        <source>Their words were joined with “|”.</source>
        <translation>其中的词以“|”连接。</translation>
    </message>
    <message>
        <source>There are no ratings to judge by.</source>
        <translation>没有可据以评判的用户评分。</translation>
    </message>
    <message>
        <source>There are no validation rows.</source>
        <translation>没有验证行。</translation>
    </message>
    <message>
        <source>There are {classes}; areas are measured for at most {most}.</source>
        <translation>有 {classes} 个类别；曲线下面积最多只对 {most} 个类别计算。</translation>
    </message>
    <message>
        <source>There are {classes}; the score begins with {fewest}.</source>
        <translation>有 {classes} 个类别；这项评分至少需要 {fewest} 个。</translation>
    </message>
    <message>
        <source>There is a column “{column}” already.</source>
        <translation>已经有列“{column}”。</translation>
    </message>
    <message>
        <source>There is neither model.safetensors nor an index of several.</source>
        <translation>既没有 model.safetensors，也没有多个文件的索引。</translation>
    </message>
    <message>
        <source>There is no best run yet.</source>
        <translation>还没有最佳训练。</translation>
    </message>
    <message>
        <source>There is no fold {fold}.</source>
        <translation>没有第 {fold} 折。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>There is no image in row {row} of {column}.</source>
        <translation>{column} 的第 {row} 行没有图像。</translation>
    </message>
    <message>
        <source>There is no image.</source>
        <translation>没有图像。</translation>
    </message>
    <message>
        <source>There is no import under way by this id.</source>
        <translation>没有使用此 id 的正在进行的导入。</translation>
    </message>
    <message>
        <source>There is no setting “{setting}” in this run.</source>
        <translation>此训练没有“{setting}”这项设置。</translation>
    </message>
    <message>
        <source>There is no sheet “{sheet}”.</source>
        <translation>没有工作表“{sheet}”。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这样的文件。</translation>
    </message>
    <message>
        <source>There is no such fold.</source>
        <translation>没有这样的折。</translation>
    </message>
    <message>
        <source>They are of another kind, or nothing leads to them.</source>
        <translation>它们的类型不同，或没有任何内容指向它们。</translation>
    </message>
    <message>
        <source>They are rounded for answering and cannot be trained further as they are.</source>
        <translation>它们为推理做过舍入，不能直接继续训练。</translation>
    </message>
    <message>
        <source>They could not be captured as a CUDA graph.</source>
        <translation>无法将它们捕获为 CUDA 图。</translation>
    </message>
    <message>
        <source>They have {dimensions}, and mean nothing when some are cut off.</source>
        <translation>它们有 {dimensions} 维，截去一部分就失去意义。</translation>
    </message>
    <message>
        <source>They learn another task, another column or another dataset.</source>
        <translation>它们学习的任务、列或数据集不同。</translation>
    </message>
    <message>
        <source>They were kept as JSON text.</source>
        <translation>它们保存为 JSON 文本。</translation>
    </message>
    <message>
        <source>They were read as words, as they are written.</source>
        <translation>它们按原样作为词读取。</translation>
    </message>
    <message>
        <source>They were rounded to about 15 digits.</source>
        <translation>它们舍入到约 15 位数字。</translation>
    </message>
    <message>
        <source>This address is not written in its plain form.</source>
        <translation>此地址不是规范写法。</translation>
    </message>
    <message>
        <source>This augmentation does not vary what the task reads.</source>
        <translation>这种数据增强不会改变此任务所读取的内容。</translation>
    </message>
    <message>
        <source>This cannot be done now.</source>
        <translation>现在不能这样做。</translation>
    </message>
    <message>
        <source>This image cannot be read.</source>
        <translation>无法读取此图像。</translation>
    </message>
    <message>
        <source>This image is too large.</source>
        <translation>此图像太大。</translation>
    </message>
    <message>
        <source>This is no image in base64.</source>
        <translation>这不是 base64 编码的图像。</translation>
    </message>
    <message>
        <source>This is no request of HTTP/1.1.</source>
        <translation>这不是 HTTP/1.1 请求。</translation>
    </message>
    <message>
        <source>This is not offered here.</source>
        <translation>这里不提供此功能。</translation>
    </message>
    <message>
        <source>This key has used what it may in a minute.</source>
        <translation>此密钥已用完每分钟的额度。</translation>
    </message>
    <message>
        <source>This key may not ask “{name}”.</source>
        <translation>此密钥无权请求“{name}”。</translation>
    </message>
    <message>
        <source>This key may not do that.</source>
        <translation>此密钥无权执行此操作。</translation>
    </message>
    <message>
        <source>This machine has no address {address}.</source>
        <translation>这台机器没有地址 {address}。</translation>
    </message>
    <message>
        <source>This method is not known here.</source>
        <translation>此处不支持该方法。</translation>
    </message>
    <message>
        <source>This model cannot learn this task.</source>
        <translation>此模型不能学习这类任务。</translation>
    </message>
    <message>
        <source>This model has no layers that LoRA could stand beside.</source>
        <translation>此模型没有可以附加 LoRA 的层。</translation>
    </message>
    <message>
        <source>This model&apos;s maximum context length is {context} tokens.</source>
        <translation>此模型的最大上下文长度为 {context} 个 token。</translation>
    </message>
    <message>
        <source>This range has no clear values.</source>
        <translation>此范围的取值不明确。</translation>
    </message>
    <message>
        <source>This run does not say which fold it holds out.</source>
        <translation>此训练没有说明留出哪一折。</translation>
    </message>
    <message>
        <source>This run is part of “{parent}”, which has not ended.</source>
        <translation>此训练属于“{parent}”，而后者尚未结束。</translation>
    </message>
    <message>
        <source>This runner was asked for.</source>
        <translation>按指定使用此运行器。</translation>
    </message>
    <message>
        <source>This score is not measured for so many classes.</source>
        <translation>类别这么多时不计算这项评分。</translation>
    </message>
    <message>
        <source>This server is not asked for by that name.</source>
        <translation>不能用该名称访问此服务器。</translation>
    </message>
    <message>
        <source>This setting cannot vary within a sweep.</source>
        <translation>此设置不能在超参数搜索中变化。</translation>
    </message>
    <message>
        <source>This setting is a part of “{outer}”, which varies too.</source>
        <translation>此设置是“{outer}”的一部分，而后者也在变化。</translation>
    </message>
    <message>
        <source>This setting is for language models alone.</source>
        <translation>此设置仅适用于语言模型。</translation>
    </message>
    <message>
        <source>This setting is missing.</source>
        <translation>缺少此项设置。</translation>
    </message>
    <message>
        <source>This setting is not a number.</source>
        <translation>此设置不是数字。</translation>
    </message>
    <message>
        <source>This step cannot work on the column “{column}”.</source>
        <translation>此步骤不能处理列“{column}”。</translation>
    </message>
    <message>
        <source>This step would change “{column}”, which the model is to predict.</source>
        <translation>此步骤会改变“{column}”，而它正是模型要预测的列。</translation>
    </message>
    <message>
        <source>This step would make one with the same name.</source>
        <translation>此步骤会产生同名的列。</translation>
    </message>
    <message>
        <source>This task reads no text column.</source>
        <translation>此类任务不读取文本列。</translation>
    </message>
    <message>
        <source>This value is missing.</source>
        <translation>缺少此值。</translation>
    </message>
    <message>
        <source>Those were left out.</source>
        <translation>那些值没有读取。</translation>
    </message>
    <message>
        <source>Too many connections are open to this server.</source>
        <translation>此服务器打开的连接太多。</translation>
    </message>
    <message>
        <source>Too many inputs wait for the model.</source>
        <translation>等待模型的输入太多。</translation>
    </message>
    <message>
        <source>Too many large requests are here at a time.</source>
        <translation>同时到达的大请求太多。</translation>
    </message>
    <message>
        <source>Too many or too few columns.</source>
        <translation>列数过多或过少。</translation>
    </message>
    <message>
        <source>Too many questions to endpoints are under way.</source>
        <translation>正在进行的对服务端点的请求太多。</translation>
    </message>
    <message>
        <source>Too many windows watch the engine.</source>
        <translation>查看引擎的窗口太多。</translation>
    </message>
    <message>
        <source>Too many wrong keys were tried.</source>
        <translation>错误密钥的尝试次数太多。</translation>
    </message>
    <message>
        <source>Train both with the same split.</source>
        <translation>请用相同的划分训练两者。</translation>
    </message>
    <message>
        <source>Train it again with a test share.</source>
        <translation>请设置测试集比例后重新训练。</translation>
    </message>
    <message>
        <source>Train it again, or restore the folder from a copy.</source>
        <translation>请重新训练，或从副本恢复该文件夹。</translation>
    </message>
    <message>
        <source>Trials are compared by them.</source>
        <translation>各次试验以它们来比较。</translation>
    </message>
    <message>
        <source>Trials are compared on one split of the rows.</source>
        <translation>各次试验在同一种行划分上比较。</translation>
    </message>
    <message>
        <source>Trials that differ in it could not be compared, or its value is not for a sweep to choose.</source>
        <translation>此项不同的试验无法比较，或者它的值不应由超参数搜索来选择。</translation>
    </message>
    <message>
        <source>Try again in a moment; if it stays so, end its process, runs go on without it.</source>
        <translation>请稍后再试；若仍如此，请结束其进程，训练不受影响。</translation>
    </message>
    <message>
        <source>Try again in a moment; look at its log if it stays so.</source>
        <translation>请稍后再试；若仍如此，请查看其日志。</translation>
    </message>
    <message>
        <source>Try again when it is running.</source>
        <translation>请在它运行后再试。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Try again; if it happens twice, report it with the log.</source>
        <translation>请重试；若再次出现，请附上日志反馈。</translation>
    </message>
    <message>
        <source>Try again; it is started when it is needed.</source>
        <translation>请重试；需要时会启动它。</translation>
    </message>
    <message>
        <source>Two models are served by the same name.</source>
        <translation>有两个模型使用相同的服务名称。</translation>
    </message>
    <message>
        <source>Type the same one twice.</source>
        <translation>请两次输入相同的口令。</translation>
    </message>
    <message>
        <source>Unlock it with its passphrase on the Serve page.</source>
        <translation>请在“服务”页面用口令解锁。</translation>
    </message>
    <message>
        <source>Unpack it yourself when you trust it, or export it again.</source>
        <translation>如果您信任它，请自行解压，或重新导出。</translation>
    </message>
    <message>
        <source>Up to {most_bytes} are read.</source>
        <translation>最多读取 {most_bytes}。</translation>
    </message>
    <message>
        <source>Update Modelyard.</source>
        <translation>请更新 Modelyard。</translation>
    </message>
    <message>
        <source>Use another key, or make one that may.</source>
        <translation>请使用其他密钥，或创建有此权限的密钥。</translation>
    </message>
    <message>
        <source>Use conversations of the form that the model knows, mostly user and assistant in turn.</source>
        <translation>请使用模型认识的对话形式，通常是 user 和 assistant 交替。</translation>
    </message>
    <message>
        <source>Use fewer parts or folds, or another split.</source>
        <translation>请减少部分数或折数，或选择其他划分。</translation>
    </message>
    <message>
        <source>Use more data, or a smaller validation and test share.</source>
        <translation>请使用更多数据，或减小验证集和测试集比例。</translation>
    </message>
    <message>
        <source>Use more data, or smaller validation and test shares.</source>
        <translation>请使用更多数据，或减小验证集和测试集比例。</translation>
    </message>
    <message>
        <source>Use the address exactly as Modelyard shows it.</source>
        <translation>请完全按 Modelyard 显示的地址填写。</translation>
    </message>
    <message>
        <source>Use the tokenizer that the model was trained with.</source>
        <translation>请使用训练该模型时所用的分词器。</translation>
    </message>
    <message>
        <source>Validation and test share add up to 1 or more.</source>
        <translation>验证集与测试集比例之和达到或超过了 1。</translation>
    </message>
    <message>
        <source>Wait a minute, then send the right key.</source>
        <translation>请等一分钟，再发送正确的密钥。</translation>
    </message>
    <message>
        <source>Wait for some of them, or ask the endpoint at its own address.</source>
        <translation>请等其中一些完成，或直接请求服务端点自己的地址。</translation>
    </message>
    <message>
        <source>Wait until it is running.</source>
        <translation>请等它运行起来。</translation>
    </message>
    <message>
        <source>Wait until it is written, then import it again.</source>
        <translation>请等文件写完，再重新导入。</translation>
    </message>
    <message>
        <source>Wait until one has finished.</source>
        <translation>请等其中一个完成。</translation>
    </message>
    <message>
        <source>Wait, then try again.</source>
        <translation>请稍候再试。</translation>
    </message>
    <message>
        <source>Web pages may not ask this server.</source>
        <translation>网页不得访问此服务器。</translation>
    </message>
    <message>
        <source>Weights in four bits are whole on every device, so splitting would save nothing.</source>
        <translation>4 位权重在每个设备上都是完整的，拆分不会节省任何内存。</translation>
    </message>
    <message>
        <source>What these columns teach has no such score as {metric}.</source>
        <translation>从这些列学习的内容没有 {metric} 这项评分。</translation>
    </message>
    <message>
        <source>What was learnt fits the weights that lay in {path} then.</source>
        <translation>所学的内容对应的是当时 {path} 中的权重。</translation>
    </message>
    <message>
        <source>Whoever has the files could find it by trying.</source>
        <translation>拿到文件的人可能通过反复尝试猜出它。</translation>
    </message>
    <message>
        <source>With sparse gradients only the rows that a batch has touched move.</source>
        <translation>使用稀疏梯度时，只更新批次涉及的行。</translation>
    </message>
    <message>
        <source>Without it texts cannot be turned into the numbers that the model knows.</source>
        <translation>没有它，就无法把文本转换成模型认识的数字。</translation>
    </message>
    <message>
        <source>Words of {length} characters on average: too short for a text.</source>
        <translation>平均 {length} 个字符的词：作为文本太短。</translation>
    </message>
    <message>
        <source>Words, of which {distinct} are different.</source>
        <translation>词，其中有 {distinct} 个不同的值。</translation>
    </message>
    <message>
        <source>Work through the batch in more passes, recompute activations, share the model over more devices, or close other programs.</source>
        <translation>请分更多遍完成批次、重新计算激活、用更多设备分担模型，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Write a number, a date such as 2026-11-23, or true or false, as the column has them.</source>
        <translation>请按该列的内容填写数字、日期（如 2026-11-23），或 true、false。</translation>
    </message>
    <message>
        <source>Write a whole number, 0 or more.</source>
        <translation>请填写不小于 0 的整数。</translation>
    </message>
    <message>
        <source>Write it in one of these forms.</source>
        <translation>请按其中一种形式填写。</translation>
    </message>
    <message>
        <source>Write it without escapes or empty parts.</source>
        <translation>请不要使用转义或空的部分。</translation>
    </message>
    <message>
        <source>Write one like 192.168.1.20, or 0.0.0.0 for all.</source>
        <translation>请填写 192.168.1.20 这样的地址；0.0.0.0 表示全部地址。</translation>
    </message>
    <message>
        <source>Write one model beside --swap.</source>
        <translation>使用 --swap 时请只写一个模型。</translation>
    </message>
    <message>
        <source>Write one of these ids.</source>
        <translation>请填写这些 id 之一。</translation>
    </message>
    <message>
        <source>Write one of: {choices}.</source>
        <translation>请填写以下之一：{choices}。</translation>
    </message>
    <message>
        <source>Write the same name in both.</source>
        <translation>请让两处的名称一致。</translation>
    </message>
    <message>
        <source>Write the value.</source>
        <translation>请填写该值。</translation>
    </message>
    <message>
        <source>Write “model” or “models”.</source>
        <translation>请填写“model”或“models”。</translation>
    </message>
    <message>
        <source>Write: main.py engine --stop --all.</source>
        <translation>请输入：main.py engine --stop --all。</translation>
    </message>
    <message>
        <source>Your data would be in their hands.</source>
        <translation>您的数据会落入他人之手。</translation>
    </message>
    <message>
        <source>{answers} answers are too many for one request.</source>
        <translation>一个请求要 {answers} 个回答，太多了。</translation>
    </message>
    <message>
        <source>{asked} are asked for.</source>
        <translation>所要求的是 {asked} 个。</translation>
    </message>
    <message>
        <source>{columns} holds decimal numbers of any length.</source>
        <translation>{columns} 含有任意长度的小数。</translation>
    </message>
    <message>
        <source>{columns} holds infinite numbers.</source>
        <translation>{columns} 含有无穷大的数。</translation>
    </message>
    <message>
        <source>{columns} holds lists.</source>
        <translation>{columns} 含有列表。</translation>
    </message>
    <message>
        <source>{columns} holds objects.</source>
        <translation>{columns} 含有对象。</translation>
    </message>
    <message>
        <source>{columns} holds values of several kinds, or very long whole numbers.</source>
        <translation>{columns} 含有多种类型的值，或很长的整数。</translation>
    </message>
    <message>
        <source>{columns} holds values within values.</source>
        <translation>{columns} 含有嵌套的值。</translation>
    </message>
    <message>
        <source>{count} of {groups} groups of “{group}” lie on both sides of the split.</source>
        <translation>“{group}”的 {groups} 个组中，有 {count} 个落在划分的两侧。</translation>
    </message>
    <message>
        <source>{count} of {rows} held-out rows are also among the rows that are learnt from.</source>
        <translation>{rows} 个留出行中，有 {count} 行也出现在用于学习的行中。</translation>
    </message>
    <message>
        <source>{count} of {rows} held-out rows have the same inputs as a row that is learnt from, with another answer.</source>
        <translation>{rows} 个留出行中，有 {count} 行与某个用于学习的行输入相同而答案不同。</translation>
    </message>
    <message>
        <source>{count} runs, {parallel} at once.</source>
        <translation>{count} 次训练，同时进行 {parallel} 次。</translation>
    </message>
    <message>
        <source>{count} were refused, the first on line {line}.</source>
        <translation>{count} 行被拒绝，第一处在第 {line} 行。</translation>
    </message>
    <message>
        <source>{device} does not answer.</source>
        <translation>{device} 没有应答。</translation>
    </message>
    <message>
        <source>{device} is chosen twice.</source>
        <translation>{device} 选择了两次。</translation>
    </message>
    <message>
        <source>{device} is not there.</source>
        <translation>{device} 不存在。</translation>
    </message>
    <message>
        <source>{file} asks for it, and code from a model&apos;s folder is never run.</source>
        <translation>{file} 要求运行它，而模型文件夹中的代码从不运行。</translation>
    </message>
    <message>
        <source>{file} is missing or not what was written.</source>
        <translation>{file} 缺失，或与写入时不同。</translation>
    </message>
    <message>
        <source>{file} is missing, cut off or not what it says it is.</source>
        <translation>{file} 缺失、不完整，或与其自称的内容不符。</translation>
    </message>
    <message>
        <source>{file} is not what was written.</source>
        <translation>{file} 与写入时不同。</translation>
    </message>
    <message>
        <source>{folds} folds can be made of the rows that are left after cleaning.</source>
        <translation>清洗后剩余的行可以分成 {folds} 折。</translation>
    </message>
    <message>
        <source>{metric} measures how well a rating is foreseen, and no column of ratings is chosen.</source>
        <translation>{metric} 衡量用户评分预测得有多准，而没有选择用户评分列。</translation>
    </message>
    <message>
        <source>{missing} of {count} folds did not finish: {folds}.</source>
        <translation>{count} 折中有 {missing} 折没有完成：{folds}。</translation>
    </message>
    <message>
        <source>{model} reads no features.</source>
        <translation>{model} 不读取特征。</translation>
    </message>
    <message>
        <source>{names}.</source>
        <translation>{names}。</translation>
    </message>
    <message>
        <source>{name} (process {pid}) is not ended from here.</source>
        <translation>不能在此结束 {name}（进程 {pid}）。</translation>
    </message>
    <message>
        <source>{name} could not be downloaded from the hub.</source>
        <translation>无法从 Hub 下载 {name}。</translation>
    </message>
    <message>
        <source>{name} has not ended yet.</source>
        <translation>{name} 尚未结束。</translation>
    </message>
    <message>
        <source>{name} is ready: {rows} rows, {columns} columns.</source>
        <translation>{name} 已就绪：{rows} 行，{columns} 列。</translation>
    </message>
    <message>
        <source>{name} will be downloaded from the hub when the run starts.</source>
        <translation>训练启动时会从 Hub 下载 {name}。</translation>
    </message>
    <message>
        <source>{needed} bytes are needed, {free} are free.</source>
        <translation>需要 {needed} 字节，可用 {free} 字节。</translation>
    </message>
    <message>
        <source>{optimizer} moves whole tables.</source>
        <translation>{optimizer} 会更新整张表。</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path} 属于其他用户。</translation>
    </message>
    <message>
        <source>{path} cannot be cut into rows.</source>
        <translation>{path} 无法切分成行。</translation>
    </message>
    <message>
        <source>{path} cannot be opened.</source>
        <translation>无法打开 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be read within the memory that is free.</source>
        <translation>可用内存不足以读取 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be read.</source>
        <translation>无法读取 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be scored as it is.</source>
        <translation>无法直接对 {path} 评分。</translation>
    </message>
    <message>
        <source>{path} cannot be used for TLS.</source>
        <translation>{path} 不能用于 TLS。</translation>
    </message>
    <message>
        <source>{path} cannot be written.</source>
        <translation>无法写入 {path}。</translation>
    </message>
    <message>
        <source>{path} changed while it was read.</source>
        <translation>{path} 在读取过程中发生了变化。</translation>
    </message>
    <message>
        <source>{path} could not be read to its end.</source>
        <translation>{path} 未能读到末尾。</translation>
    </message>
    <message>
        <source>{path} could not be written.</source>
        <translation>无法写入 {path}。</translation>
    </message>
    <message>
        <source>{path} has a header and no rows.</source>
        <translation>{path} 只有表头，没有数据行。</translation>
    </message>
    <message>
        <source>{path} has no rows.</source>
        <translation>{path} 中没有数据行。</translation>
    </message>
    <message>
        <source>{path} holds no files.</source>
        <translation>{path} 中没有文件。</translation>
    </message>
    <message>
        <source>{path} holds nothing that makes a dataset together.</source>
        <translation>{path} 中没有能组成数据集的内容。</translation>
    </message>
    <message>
        <source>{path} holds other things than Modelyard’s.</source>
        <translation>{path} 中有不属于 Modelyard 的内容。</translation>
    </message>
    <message>
        <source>{path} holds too many files.</source>
        <translation>{path} 中的文件太多。</translation>
    </message>
    <message>
        <source>{path} is a damaged archive.</source>
        <translation>{path} 是损坏的压缩包。</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} 是文件夹。</translation>
    </message>
    <message>
        <source>{path} is an old Excel file, or one with a password.</source>
        <translation>{path} 是旧版 Excel 文件，或带有密码。</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} 是空的。</translation>
    </message>
    <message>
        <source>{path} is in the GGUF format, which cannot be trained further.</source>
        <translation>{path} 是 GGUF 格式，不能继续训练。</translation>
    </message>
    <message>
        <source>{path} is not a plain file.</source>
        <translation>{path} 不是普通文件。</translation>
    </message>
    <message>
        <source>{path} is too large for one JSON list.</source>
        <translation>{path} 作为单个 JSON 列表太大。</translation>
    </message>
    <message>
        <source>{path} was not found.</source>
        <translation>没有找到 {path}。</translation>
    </message>
    <message>
        <source>{path} was written by a newer Modelyard.</source>
        <translation>{path} 由更新版本的 Modelyard 写成。</translation>
    </message>
    <message>
        <source>{prompts} texts are too many for one request.</source>
        <translation>一个请求含 {prompts} 个文本，太多了。</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>{reason}. They are as they were.</source>
        <translation>{reason}。文件保持原样。</translation>
    </message>
    <message>
        <source>{rows} rows remain after cleaning.</source>
        <translation>清洗后剩余 {rows} 行。</translation>
    </message>
    <message>
        <source>{runner} cannot do this here: {what}.</source>
        <translation>{runner} 在这里做不到：{what}。</translation>
    </message>
    <message>
        <source>{runner} cannot read an encrypted model.</source>
        <translation>{runner} 无法读取加密的模型。</translation>
    </message>
    <message>
        <source>{runner} cannot run this model.</source>
        <translation>{runner} 无法运行此模型。</translation>
    </message>
    <message>
        <source>{runner} did not start.</source>
        <translation>{runner} 未能启动。</translation>
    </message>
    <message>
        <source>{runner} is not installed.</source>
        <translation>{runner} 没有安装。</translation>
    </message>
    <message>
        <source>{total} steps, {per_epoch} per epoch.</source>
        <translation>共 {total} 步，每轮 {per_epoch} 步。</translation>
    </message>
    <message>
        <source>{train} rows to train on, {validation} to validate, {test} to test.</source>
        <translation>训练 {train} 行，验证 {validation} 行，测试 {test} 行。</translation>
    </message>
    <message>
        <source>{type}: {text}</source>
        <translation>{type}：{text}</translation>
    </message>
    <message>
        <source>{value} cannot be a name to be served by.</source>
        <translation>{value} 不能用作服务名称。</translation>
    </message>
    <message>
        <source>{value} cannot be a name.</source>
        <translation>{value} 不能用作名称。</translation>
    </message>
    <message>
        <source>{value} cannot be read.</source>
        <translation>无法读取 {value}。</translation>
    </message>
    <message>
        <source>{value} cannot be used here.</source>
        <translation>此处不能使用 {value}。</translation>
    </message>
    <message>
        <source>{value} cannot be where an answer ends.</source>
        <translation>{value} 不能用作停止文本。</translation>
    </message>
    <message>
        <source>{value} is no address of a network.</source>
        <translation>{value} 不是网络地址。</translation>
    </message>
    <message>
        <source>{value} is not a token’s number.</source>
        <translation>{value} 不是 token 编号。</translation>
    </message>
    <message>
        <source>{what} is {width}.</source>
        <translation>{what} 为 {width}。</translation>
    </message>
    <message>
        <source>“logprobs” is not true.</source>
        <translation>“logprobs”不是 true。</translation>
    </message>
    <message>
        <source>“single” runs on one device.</source>
        <translation>“single”只在一个设备上运行。</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” cannot be compared.</source>
        <translation>“{first}”和“{second}”不能比较。</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” were tested on different rows.</source>
        <translation>“{first}”和“{second}”是在不同的行上测试的。</translation>
    </message>
    <message>
        <source>“{id}” has no run number {part}.</source>
        <translation>“{id}”中没有第 {part} 个训练。</translation>
    </message>
    <message>
        <source>“{id}” is not made of several runs.</source>
        <translation>“{id}”不是由多个训练组成的。</translation>
    </message>
    <message>
        <source>“{key}” is not a setting here.</source>
        <translation>这里没有“{key}”这项设置。</translation>
    </message>
    <message>
        <source>“{model}” cannot be served with {bits} bits.</source>
        <translation>“{model}”不能以 {bits} 位提供服务。</translation>
    </message>
    <message>
        <source>“{model}” cannot be served with {value}.</source>
        <translation>“{model}”不能以 {value} 提供服务。</translation>
    </message>
    <message>
        <source>“{model}” is encrypted already.</source>
        <translation>“{model}”已经加密。</translation>
    </message>
    <message>
        <source>“{model}” is not encrypted.</source>
        <translation>“{model}”没有加密。</translation>
    </message>
    <message>
        <source>“{name}” gives no embeddings.</source>
        <translation>“{name}”不提供嵌入向量。</translation>
    </message>
    <message>
        <source>“{name}” holds no conversations.</source>
        <translation>“{name}”不能进行对话。</translation>
    </message>
    <message>
        <source>“{name}” is being started again.</source>
        <translation>“{name}”正在重新启动。</translation>
    </message>
    <message>
        <source>“{name}” is not served in the version “{version}”.</source>
        <translation>“{name}”没有提供版本“{version}”的服务。</translation>
    </message>
    <message>
        <source>“{name}” is served already, by the endpoint “{endpoint}”.</source>
        <translation>服务端点“{endpoint}”已在以“{name}”这一名称提供服务。</translation>
    </message>
    <message>
        <source>“{name}” is still loading.</source>
        <translation>“{name}”仍在加载。</translation>
    </message>
    <message>
        <source>“{name}” is the last model of the endpoint.</source>
        <translation>“{name}”是服务端点的最后一个模型。</translation>
    </message>
    <message>
        <source>“{name}” waits for no passphrase.</source>
        <translation>“{name}”没有在等待口令。</translation>
    </message>
    <message>
        <source>“{name}” writes no text.</source>
        <translation>“{name}”不生成文本。</translation>
    </message>
    <message>
        <source>“{value}” is no value of the column “{column}”.</source>
        <translation>“{value}”不是列“{column}”的值。</translation>
    </message>
    <message>
        <source>“{value}” is not one of the choices.</source>
        <translation>“{value}”不在可选项之中。</translation>
    </message>
    <message>
        <source>while loading</source>
        <translation>加载时</translation>
    </message>
    <message>
        <source>while the model was built</source>
        <translation>构建模型时</translation>
    </message>
    <message>
        <source>while the data was prepared</source>
        <translation>准备数据时</translation>
    </message>
    <message>
        <source>in a training step</source>
        <translation>训练步中</translation>
    </message>
    <message>
        <source>in the forward pass</source>
        <translation>前向计算中</translation>
    </message>
    <message>
        <source>in the backward pass</source>
        <translation>反向计算中</translation>
    </message>
    <message>
        <source>in the optimizer step</source>
        <translation>优化器更新中</translation>
    </message>
    <message>
        <source>while measuring</source>
        <translation>评估时</translation>
    </message>
    <message>
        <source>while saving</source>
        <translation>保存时</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>dates</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>user</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>response</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>preferred answer</source>
        <translation>优选回答</translation>
    </message>
    <message>
        <source>rejected answer</source>
        <translation>落选回答</translation>
    </message>
</context>
<context>
    <name>ProcessCard</name>
    <message>
        <source>What is using the devices</source>
        <translation>设备使用情况</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>所属</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Device memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Modelyard&apos;s engine</source>
        <translation>Modelyard 引擎</translation>
    </message>
    <message>
        <source>Left over</source>
        <translation>遗留进程</translation>
    </message>
    <message>
        <source>its launcher is gone</source>
        <translation>启动它的程序已不在</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>其他程序</translation>
    </message>
    <message>
        <source>End process</source>
        <translation>结束进程</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>打开训练</translation>
    </message>
    <message>
        <source>Open endpoint</source>
        <translation>打开服务端点</translation>
    </message>
    <message>
        <source>End process {0}?</source>
        <translation>结束进程 {0}？</translation>
    </message>
    <message>
        <source>It is left over from a run that is over. What it holds in memory is freed.</source>
        <translation>它是已结束的训练遗留的进程。它占用的内存会被释放。</translation>
    </message>
    <message>
        <source>Process {0} has ended</source>
        <translation>进程 {0} 已结束</translation>
    </message>
</context>
<context>
    <name>ProcessorCard</name>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Processor, course</source>
        <translation>处理器走势</translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation>{0} 线程</translation>
    </message>
</context>
<context>
    <name>ProgressCard</name>
    <message>
        <source>train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>rows/s</source>
        <translation>行/秒</translation>
    </message>
    <message>
        <source>training time</source>
        <translation>训练用时</translation>
    </message>
    <message>
        <source>energy</source>
        <translation>能耗</translation>
    </message>
    <message>
        <source>Waiting for its devices: {0}</source>
        <translation>等待设备：{0}</translation>
    </message>
    <message>
        <source>Starting its processes</source>
        <translation>正在启动进程</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}</source>
        <translation>第 {0} 轮，共 {1} 轮</translation>
    </message>
    <message>
        <source>step {0} / {1}</source>
        <translation>第 {0} / {1} 步</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>第 {0} 步</translation>
    </message>
    <message>
        <source>stopped early: validation no longer improved</source>
        <translation>提前停止：验证结果不再改善</translation>
    </message>
    <message>
        <source>finished in {0}</source>
        <translation>用时 {0} 完成</translation>
    </message>
    <message>
        <source>about {0} left · {1}</source>
        <translation>大约还需 {0} · {1}</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>best {0}</source>
        <translation>最佳 {0}</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>token/秒</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RangeRow</name>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Leave this setting as it is in the run</source>
        <translation>此设置保持训练中的原值</translation>
    </message>
</context>
<context>
    <name>RanksCard</name>
    <message>
        <source>Ranks</source>
        <translation>Rank</translation>
    </message>
</context>
<context>
    <name>RanksModel</name>
    <message>
        <source>Rank</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>每步</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>峰值占比</translation>
    </message>
    <message>
        <source>Staleness</source>
        <translation>滞后</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>stage {0}</source>
        <translation>阶段 {0}</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Delimited table</source>
        <translation>分隔符表格</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON lines</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Arrow</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Folder of texts</source>
        <translation>文本文件夹</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>Images named by a table</source>
        <translation>由表格列出的图像</translation>
    </message>
    <message>
        <source>Folder of a dataset</source>
        <translation>数据集文件夹</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>comma ,</source>
        <translation>逗号 ,</translation>
    </message>
    <message>
        <source>semicolon ;</source>
        <translation>分号 ;</translation>
    </message>
    <message>
        <source>bar |</source>
        <translation>竖线 |</translation>
    </message>
    <message>
        <source>colon :</source>
        <translation>冒号 :</translation>
    </message>
    <message>
        <source>point .</source>
        <translation>点 .</translation>
    </message>
    <message>
        <source>double &quot;</source>
        <translation>双引号 &quot;</translation>
    </message>
    <message>
        <source>single &apos;</source>
        <translation>单引号 &apos;</translation>
    </message>
    <message>
        <source>no quotes</source>
        <translation>无引号</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>RecipeMenu</name>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>配方</translation>
    </message>
</context>
<context>
    <name>RefusedCard</name>
    <message>
        <source>Rows that were not read</source>
        <translation>未读取的行</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Text or file</source>
        <translation>文本或文件</translation>
    </message>
    <message>
        <source>{shown} of {count}</source>
        <translation>{shown} / {count}</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>with the range in which 95 of 100 test sets like this one would lie</source>
        <translation>附范围：100 个类似的测试集中有 95 个落在其中</translation>
    </message>
    <message>
        <source>naive {0}</source>
        <translation>基线 {0}</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>No report</source>
        <translation>没有报告</translation>
    </message>
    <message>
        <source>Choose a model in the list of models and open its report.</source>
        <translation>请在模型列表中选择一个模型并打开其报告。</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Save as HTML…</source>
        <translation>保存为 HTML…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>保存为 PDF…</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>{task} · {rows} {part} rows it has never seen</source>
        <translation>{task} · {rows} 行从未见过的{part}数据</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
</context>
<context>
    <name>ReportTab</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>RowDialog</name>
    <message>
        <source>Row {number} of {name}</source>
        <translation>{name} 的第 {number} 行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RowsCard</name>
    <message>
        <source>Answers, worst first</source>
        <translation>预测结果，最差的在前</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>显示所有行</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} 行，共 {total} 行</translation>
    </message>
    <message>
        <source>{total} rows of “{true}”, answered with “{said}”</source>
        <translation>“{true}”中有 {total} 行被判为“{said}”</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
</context>
<context>
    <name>RowsTab</name>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Enter or a double click shows a row in full.</source>
        <translation>按 Enter 或双击可查看整行。</translation>
    </message>
    <message>
        <source>Go to row</source>
        <translation>转到行</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
</context>
<context>
    <name>RunCharts</name>
    <message>
        <source>Throughput, rows/s</source>
        <translation>吞吐量，行/秒</translation>
    </message>
    <message>
        <source>rows/s</source>
        <translation>行/秒</translation>
    </message>
    <message>
        <source>Learning rate · gradient norm</source>
        <translation>学习率 · 梯度范数</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Throughput, tokens/s</source>
        <translation>吞吐量，token/秒</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>token/秒</translation>
    </message>
</context>
<context>
    <name>RunChoice</name>
    <message>
        <source>Choose runs</source>
        <translation>选择训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>No run chosen</source>
        <translation>未选择训练</translation>
    </message>
    <message>
        <source>Choose one in the list of runs.</source>
        <translation>请在训练列表中选择一个。</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>所有训练</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>trial</source>
        <translation>试跑</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Spec</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>页面部分</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>对比…</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>立即保存检查点</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation>修改后重新训练</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>提供服务</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>part of {0}</source>
        <translation>属于 {0}</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Apply and retry</source>
        <translation>应用并重试</translation>
    </message>
    <message>
        <source>This would fit: {0}</source>
        <translation>这样可以容下：{0}</translation>
    </message>
    <message>
        <source>The curve begins with the first steps.</source>
        <translation>训练开始后曲线会出现在这里。</translation>
    </message>
    <message>
        <source>This run ended before its first step.</source>
        <translation>此训练在第一步之前就结束了。</translation>
    </message>
    <message>
        <source>Rename the run</source>
        <translation>重命名训练</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>It saves a checkpoint first, so you can continue it later.</source>
        <translation>会先保存检查点，之后可以继续。</translation>
    </message>
    <message>
        <source>Stop this run?</source>
        <translation>停止此训练？</translation>
    </message>
    <message>
        <source>It is already stopping and saves a checkpoint. Stopping now ends its processes at once; the steps since the last checkpoint are lost.</source>
        <translation>它正在停止并保存检查点。立即停止会马上结束其进程；上一个检查点之后的步数会丢失。</translation>
    </message>
    <message>
        <source>End its processes now?</source>
        <translation>现在结束其进程？</translation>
    </message>
    <message>
        <source>Its curves, log and checkpoints are removed from the disk.</source>
        <translation>它的曲线、日志和检查点会从磁盘删除。</translation>
    </message>
    <message>
        <source>Delete this run?</source>
        <translation>删除此训练？</translation>
    </message>
</context>
<context>
    <name>Runner</name>
    <message>
        <source>as asked</source>
        <translation>按指定</translation>
    </message>
    <message>
        <source>the fastest here</source>
        <translation>本机最快</translation>
    </message>
    <message>
        <source>measuring which runner is the fastest, once for this model</source>
        <translation>正在测量哪个运行器最快，每个模型只测一次</translation>
    </message>
    <message>
        <source>the only one that opens an encrypted model</source>
        <translation>唯一能打开加密模型的运行器</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>已编译</translation>
    </message>
    <message>
        <source>being compiled</source>
        <translation>正在编译</translation>
    </message>
    <message>
        <source>not compiled: there is no C++ compiler</source>
        <translation>未编译：没有 C++ 编译器</translation>
    </message>
    <message>
        <source>not compiled: this machine or model does not suit</source>
        <translation>未编译：这台机器或模型不适合</translation>
    </message>
    <message>
        <source>not compiled: the result differed</source>
        <translation>未编译：结果不一致</translation>
    </message>
    <message>
        <source>{0} bits</source>
        <translation>{0} 位</translation>
    </message>
    <message>
        <source>{0} tokens of context</source>
        <translation>上下文 {0} 个 token</translation>
    </message>
    <message>
        <source>loaded in {0}</source>
        <translation>加载用时 {0}</translation>
    </message>
    <message>
        <source>started again: {0} ×</source>
        <translation>已重新启动 {0} 次</translation>
    </message>
    <message>
        <source>{0} {1} tok/s, {2} with several texts</source>
        <translation>{0} {1} token/秒，多个文本同时进行时 {2}</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>several</source>
        <translation>多种</translation>
    </message>
    <message>
        <source>{0} (trial)</source>
        <translation>{0}（试跑）</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>还需 {0}</translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message>
        <source>No runs yet</source>
        <translation>还没有训练</translation>
    </message>
    <message>
        <source>A run trains a model on your data. Its progress, curves and log will be here, also after the window was closed.</source>
        <translation>训练会用您的数据得到模型。它的进度、曲线和日志会显示在这里，关闭窗口后也会保留。</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>No run matches.</source>
        <translation>没有符合的训练。</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Filter by name, task, model or data</source>
        <translation>按名称、任务、模型或数据筛选</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选训练</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped, failed</source>
        <translation>已停止、失败</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Choose two to ten runs</source>
        <translation>请选择两到十个训练</translation>
    </message>
    <message>
        <source>{0}: curves, log and checkpoints are removed from the disk.</source>
        <translation>{0}：曲线、日志和检查点会从磁盘删除。</translation>
    </message>
    <message>
        <source>Delete this run?</source>
        <translation>删除此训练？</translation>
    </message>
    <message>
        <source>Delete {0} runs?</source>
        <translation>删除 {0} 个训练？</translation>
    </message>
    <message>
        <source>Also delete the models they made</source>
        <translation>同时删除它们得到的模型</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>立即保存检查点</translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation>修改后重新训练</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>SamplesTab</name>
    <message>
        <source>The model answers its prompts at each evaluation.</source>
        <translation>每次评估时，模型会回答其提示。</translation>
    </message>
    <message>
        <source>Samples, newest first</source>
        <translation>样例，最新的在前</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>第 {0} 步</translation>
    </message>
</context>
<context>
    <name>Schema</name>
    <message>
        <source>1 B</source>
        <translation>1 B</translation>
    </message>
    <message>
        <source>1 M</source>
        <translation>1 M</translation>
    </message>
    <message>
        <source>10 M</source>
        <translation>10 M</translation>
    </message>
    <message>
        <source>124 M</source>
        <translation>124 M</translation>
    </message>
    <message>
        <source>1F1B</source>
        <translation>1F1B</translation>
    </message>
    <message>
        <source>30 M</source>
        <translation>30 M</translation>
    </message>
    <message>
        <source>350 M</source>
        <translation>350 M</translation>
    </message>
    <message>
        <source>A file, or a dataset that is already in Modelyard.</source>
        <translation>一个文件，或 Modelyard 中已有的数据集。</translation>
    </message>
    <message>
        <source>A model of the catalogue, by id or name.</source>
        <translation>模型目录中的模型，按 id 或名称。</translation>
    </message>
    <message>
        <source>A small transformer encoder whose mean output is classified.</source>
        <translation>小型 Transformer 编码器，对其平均输出做分类。</translation>
    </message>
    <message>
        <source>&quot;</source>
        <translation>&quot;</translation>
    </message>
    <message>
        <source>&apos;</source>
        <translation>&apos;</translation>
    </message>
    <message>
        <source>,</source>
        <translation>,</translation>
    </message>
    <message>
        <source>.</source>
        <translation>.</translation>
    </message>
    <message>
        <source>0 … 1</source>
        <translation>0 … 1</translation>
    </message>
    <message>
        <source>10</source>
        <translation>10</translation>
    </message>
    <message>
        <source>16</source>
        <translation>16</translation>
    </message>
    <message>
        <source>18</source>
        <translation>18</translation>
    </message>
    <message>
        <source>3.7, 15.6 or 28.6 million parameters.</source>
        <translation>370 万、1,560 万或 2,860 万个参数。</translation>
    </message>
    <message>
        <source>32</source>
        <translation>32</translation>
    </message>
    <message>
        <source>34</source>
        <translation>34</translation>
    </message>
    <message>
        <source>4</source>
        <translation>4</translation>
    </message>
    <message>
        <source>50</source>
        <translation>50</translation>
    </message>
    <message>
        <source>8</source>
        <translation>8</translation>
    </message>
    <message>
        <source>A PEM file with the certificate and its chain. Empty makes one for this endpoint.</source>
        <translation>含有证书及其证书链的 PEM 文件。留空表示为此服务端点生成证书。</translation>
    </message>
    <message>
        <source>A column for each category; its place in the order of the words; or how frequent it is.</source>
        <translation>每个类别一列；词序中的位置；或出现的频率。</translation>
    </message>
    <message>
        <source>A column of dates.</source>
        <translation>一个日期列。</translation>
    </message>
    <message>
        <source>A column of numbers; it becomes categories.</source>
        <translation>一个数值列；它会变成类别。</translation>
    </message>
    <message>
        <source>A few convolutions: minutes on a CPU.</source>
        <translation>几层卷积：在 CPU 上只需几分钟。</translation>
    </message>
    <message>
        <source>A folder with config.json and safetensors. A name of the hub, such as owner/model, is downloaded; nothing else ever is.</source>
        <translation>含有 config.json 和 safetensors 的文件夹。填写 Hub 上的名称（如 owner/model）则会下载；除此之外从不下载任何东西。</translation>
    </message>
    <message>
        <source>A model from a folder in the Hugging Face layout, trained further.</source>
        <translation>从 Hugging Face 布局的文件夹中读取模型，继续训练。</translation>
    </message>
    <message>
        <source>A number, an ISO date or a text, as the column has them.</source>
        <translation>数字、ISO 日期或文本，与该列的内容一致。</translation>
    </message>
    <message>
        <source>A smaller change of the metric does not count.</source>
        <translation>指标的变化小于此值不算改善。</translation>
    </message>
    <message>
        <source>A tower for users and one for items, each over its features (Yi et al., 2019): answers for unseen ones too.</source>
        <translation>用户一个塔、物品一个塔，各自处理自己的特征（Yi 等，2019）：对没见过的用户和物品也能回答。</translation>
    </message>
    <message>
        <source>A transformer over what the user chose before (Kang and McAuley, 2018).</source>
        <translation>读取用户以往所选内容的 Transformer（Kang 与 McAuley，2018）。</translation>
    </message>
    <message>
        <source>A transformer that continues a text (Llama architecture: RoPE, RMSNorm, SwiGLU).</source>
        <translation>续写文本的 Transformer（Llama 架构：RoPE、RMSNorm、SwiGLU）。</translation>
    </message>
    <message>
        <source>A weighted sum of the features.</source>
        <translation>特征的加权和。</translation>
    </message>
    <message>
        <source>Above 0, a token is less likely the more often the answer has it.</source>
        <translation>大于 0 时，token 在回答中出现得越多，再次出现的可能性越小。</translation>
    </message>
    <message>
        <source>Above 0, tokens that the answer has already are less likely.</source>
        <translation>大于 0 时，回答中已有的 token 再次出现的可能性减小。</translation>
    </message>
    <message>
        <source>Above 1, tokens of the prompt and the answer are less likely.</source>
        <translation>大于 1 时，提示和回答中已有的 token 再次出现的可能性减小。</translation>
    </message>
    <message>
        <source>Accumulate</source>
        <translation>梯度累积</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Adafactor</source>
        <translation>Adafactor</translation>
    </message>
    <message>
        <source>Adafactor: second moments kept as row and column sums, for little memory (Shazeer and Stern, 2018).</source>
        <translation>Adafactor：二阶矩只保存行和与列和，占用内存少（Shazeer 与 Stern，2018）。</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>Adam (Kingma and Ba, 2015).</source>
        <translation>Adam（Kingma 与 Ba，2015）。</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>AdamW: weight decay apart from the gradient (Loshchilov and Hutter, 2019).</source>
        <translation>AdamW：权重衰减与梯度分离（Loshchilov 与 Hutter，2019）。</translation>
    </message>
    <message>
        <source>Add gradients in</source>
        <translation>梯度求和精度</translation>
    </message>
    <message>
        <source>After this time no trial begins, and those that run are ended once there is a best.</source>
        <translation>超过此时间后不再开始新的试验；一旦有了最佳结果，仍在运行的试验也会结束。</translation>
    </message>
    <message>
        <source>After warm-up the rate stays, or falls to zero: along a line, along a cosine, or along a line over the last part only.</source>
        <translation>预热之后学习率保持不变，或降到零：沿直线、沿余弦，或只在最后一段沿直线。</translation>
    </message>
    <message>
        <source>All trials’</source>
        <translation>所有试验</translation>
    </message>
    <message>
        <source>Along the data axis</source>
        <translation>数据轴上</translation>
    </message>
    <message>
        <source>Alpha of the beta distribution that weighs them; 0 for none.</source>
        <translation>混合两个样本时，权重所服从的 Beta 分布的 alpha；0 表示不使用。</translation>
    </message>
    <message>
        <source>An answer that takes longer is given up.</source>
        <translation>耗时超过此值的回答会被放弃。</translation>
    </message>
    <message>
        <source>As</source>
        <translation>编码为</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>同时进行</translation>
    </message>
    <message>
        <source>Attention heads per layer.</source>
        <translation>每层的注意力头数。</translation>
    </message>
    <message>
        <source>Atto</source>
        <translation>Atto</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Average the weights</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Balanced makes every class count the same, however rare it is.</source>
        <translation>“均衡”让每个类别同等重要，无论多么少见。</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>Best weights</source>
        <translation>最佳权重</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>Beta 1</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>Beta 2</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>分箱</translation>
    </message>
    <message>
        <source>Bits of a weight</source>
        <translation>权重位数</translation>
    </message>
    <message>
        <source>Bits per byte</source>
        <translation>每字节比特数</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>按块</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>Bodies above it are refused.</source>
        <translation>超过此大小的请求体会被拒绝。</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>界限</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>分界方式</translation>
    </message>
    <message>
        <source>Bounded</source>
        <translation>有界</translation>
    </message>
    <message>
        <source>Bring texts into one form.</source>
        <translation>把文本统一成一种形式。</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>梯度桶</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>By group</source>
        <translation>按组</translation>
    </message>
    <message>
        <source>By orders of magnitude</source>
        <translation>按数量级</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Channels of the first layer; doubled with each halving of the image.</source>
        <translation>第一层的通道数；图像每缩小一半，通道数加倍。</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>Cleaning</source>
        <translation>清洗</translation>
    </message>
    <message>
        <source>Cleaning and transformation, one after the other, before anything else.</source>
        <translation>清洗与转换，依次进行，先于其他一切处理。</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>Clip gradients</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Clip moves them to the border; drop leaves the row out of training.</source>
        <translation>截断：把数值移到界限上；去除：训练时不使用该行。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns in which no value may be missing; all that fit when left empty.</source>
        <translation>不允许有缺失值的列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns in which rows are compared; all that fit when left empty.</source>
        <translation>用来比较各行的列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns of categories; all that fit when left empty.</source>
        <translation>类别列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns of numbers; all that fit when left empty.</source>
        <translation>数值列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns of numbers; their values are replaced.</source>
        <translation>数值列；原来的值会被替换。</translation>
    </message>
    <message>
        <source>Columns of words or texts; all that fit when left empty.</source>
        <translation>词或文本所在的列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns that are filled in; all that fit when left empty.</source>
        <translation>要填补的列；留空表示所有适用的列。</translation>
    </message>
    <message>
        <source>Columns that are left out.</source>
        <translation>要去掉的列。</translation>
    </message>
    <message>
        <source>Combine</source>
        <translation>组合</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Compress gradients</source>
        <translation>压缩梯度</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>ConvNeXt</source>
        <translation>ConvNeXt</translation>
    </message>
    <message>
        <source>Convolutions in the manner of a transformer (Liu et al., 2022).</source>
        <translation>仿照 Transformer 设计的卷积网络（Liu 等，2022）。</translation>
    </message>
    <message>
        <source>Convolutions over the words&apos; embeddings, and the largest answer of each (Kim, 2014).</source>
        <translation>对词嵌入做卷积，每个卷积核取最大响应（Kim，2014）。</translation>
    </message>
    <message>
        <source>Copies of the model that answer side by side.</source>
        <translation>同时应答的模型副本数。</translation>
    </message>
    <message>
        <source>Corrects a late gradient by how far the weights have moved since (DC-ASGD, Zheng et al., 2017); 0 for none.</source>
        <translation>按权重此后移动的距离修正迟到的梯度（DC-ASGD，Zheng 等，2017）；0 表示不修正。</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>CutMix</source>
        <translation>CutMix</translation>
    </message>
    <message>
        <source>DPO beta</source>
        <translation>DPO beta</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Day first</source>
        <translation>日在前</translation>
    </message>
    <message>
        <source>Day of the year</source>
        <translation>一年中的第几天</translation>
    </message>
    <message>
        <source>Decay of an exponential moving average, which is measured and saved in place of the last weights; empty for none.</source>
        <translation>指数滑动平均的衰减系数；衡量和保存的是平均后的权重，而不是最后的权重；留空表示不使用。</translation>
    </message>
    <message>
        <source>Decay of the gradient&apos;s mean.</source>
        <translation>梯度均值的衰减系数。</translation>
    </message>
    <message>
        <source>Decay of the gradient&apos;s square.</source>
        <translation>梯度平方的衰减系数。</translation>
    </message>
    <message>
        <source>Decay of the momentum.</source>
        <translation>动量的衰减系数。</translation>
    </message>
    <message>
        <source>Decay share</source>
        <translation>衰减段占比</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Degree</source>
        <translation>并行度</translation>
    </message>
    <message>
        <source>Delay compensation</source>
        <translation>延迟补偿</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>Dense layers with short cuts around each pair (Gorishniy et al., 2021).</source>
        <translation>全连接层，每两层之间有跨越连接（Gorishniy 等，2021）。</translation>
    </message>
    <message>
        <source>Derive columns from a date.</source>
        <translation>从日期派生出新列。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Devices and strategy</source>
        <translation>设备与策略</translation>
    </message>
    <message>
        <source>Devices that share each layer&apos;s matrices.</source>
        <translation>共同分担每层矩阵的设备数。</translation>
    </message>
    <message>
        <source>Devices that share one layer; all when left empty. The others hold replicas.</source>
        <translation>共同分担一层的设备数；留空表示全部。其余设备持有副本。</translation>
    </message>
    <message>
        <source>DiLoCo</source>
        <translation>DiLoCo</translation>
    </message>
    <message>
        <source>Distance of two values; any value when left empty.</source>
        <translation>两个取值之间的间隔；留空表示任意取值。</translation>
    </message>
    <message>
        <source>Do</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>Draw as often between 0.001 and 0.01 as between 0.01 and 0.1.</source>
        <translation>在 0.001 与 0.01 之间和在 0.01 与 0.1 之间抽取的机会相同。</translation>
    </message>
    <message>
        <source>Draws from so many of the likeliest tokens; 0 from all.</source>
        <translation>从最可能的这么多个 token 中抽取；0 表示从全部中抽取。</translation>
    </message>
    <message>
        <source>Draws from the likeliest tokens that together have this probability.</source>
        <translation>从概率之和达到此值的最可能的 token 中抽取。</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>Drop columns</source>
        <translation>去除列</translation>
    </message>
    <message>
        <source>Drop duplicates</source>
        <translation>去除重复行</translation>
    </message>
    <message>
        <source>Drop keeps the first of rows that are equal in every used column.</source>
        <translation>去除时，在所用各列都相同的行只保留第一行。</translation>
    </message>
    <message>
        <source>Drop missing</source>
        <translation>去除缺失行</translation>
    </message>
    <message>
        <source>Drop rows</source>
        <translation>去除行</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>重复行</translation>
    </message>
    <message>
        <source>Each becomes a column of numbers, named after the column and the part.</source>
        <translation>每一项成为一个数值列，以原列名和该项命名。</translation>
    </message>
    <message>
        <source>Each column a token, and a transformer over them (Gorishniy et al., 2021).</source>
        <translation>每列作为一个 token，再用 Transformer 处理（Gorishniy 等，2021）。</translation>
    </message>
    <message>
        <source>Each device steps alone; every few steps an outer Nesterov step moves them all (DiLoCo, Douillard et al., 2023).</source>
        <translation>各设备各自前进；每隔几步由一次外层 Nesterov 更新带动全部设备（DiLoCo，Douillard 等，2023）。</translation>
    </message>
    <message>
        <source>Each device steps alone; the weights are averaged every few steps.</source>
        <translation>各设备各自前进；每隔几步对权重求平均。</translation>
    </message>
    <message>
        <source>Each layer&apos;s matrices are split over the devices, for models too wide for one.</source>
        <translation>每层的矩阵拆分到各设备，适合单个设备放不下的宽模型。</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Embedding width</source>
        <translation>嵌入宽度</translation>
    </message>
    <message>
        <source>Empty answers this machine alone. Else other computers are answered over TLS.</source>
        <translation>留空表示只应答这台机器；否则通过 TLS 应答其他计算机。</translation>
    </message>
    <message>
        <source>Encode categories</source>
        <translation>类别编码</translation>
    </message>
    <message>
        <source>Encoder layers.</source>
        <translation>编码器层数。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Equal width</source>
        <translation>等宽</translation>
    </message>
    <message>
        <source>Evaluations before a trial may be given up.</source>
        <translation>试验至少经过多少次评估才可以被放弃。</translation>
    </message>
    <message>
        <source>Evaluations without improvement before the run stops.</source>
        <translation>连续多少次评估没有改善就停止训练。</translation>
    </message>
    <message>
        <source>Every device holds the model; gradients are all-reduced.</source>
        <translation>每个设备都持有完整模型；梯度做全规约。</translation>
    </message>
    <message>
        <source>Every device holds the model; the optimizer&apos;s state is split (ZeRO stage 1).</source>
        <translation>每个设备都持有模型；优化器状态分片（ZeRO 第 1 阶段）。</translation>
    </message>
    <message>
        <source>Every step uses every layer, so nothing unused is looked for; a layer that is left out is an error.</source>
        <translation>每一步都用到每一层，因此不查找未用到的层；漏用某层即为错误。</translation>
    </message>
    <message>
        <source>F1, mean of classes</source>
        <translation>F1，各类平均</translation>
    </message>
    <message>
        <source>FT-Transformer</source>
        <translation>FT-Transformer</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>填补</translation>
    </message>
    <message>
        <source>Fill in missing</source>
        <translation>填补缺失值</translation>
    </message>
    <message>
        <source>Fill in missing values.</source>
        <translation>填补缺失值。</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>卷积核数</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>折数</translation>
    </message>
    <message>
        <source>Folds by</source>
        <translation>折的划分</translation>
    </message>
    <message>
        <source>Free weights after forward</source>
        <translation>前向后释放权重</translation>
    </message>
    <message>
        <source>Free-running</source>
        <translation>自由运行</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>From</source>
        <translation>特征列</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Full moves every weight. LoRA (Hu et al., 2022) moves small matrices beside the weights; QLoRA (Dettmers et al., 2023) keeps those it does not move in four bits.</source>
        <translation>全部：更新所有权重。LoRA（Hu 等，2022）只更新权重旁的小矩阵；QLoRA（Dettmers 等，2023）还把不更新的权重以 4 位保存。</translation>
    </message>
    <message>
        <source>Fully connected layers with ReLU between them.</source>
        <translation>全连接层，层间为 ReLU。</translation>
    </message>
    <message>
        <source>GPipe</source>
        <translation>GPipe</translation>
    </message>
    <message>
        <source>GPipe runs all forwards, then all backwards; 1F1B alternates and keeps fewer activations; interleaved gives each device several stages.</source>
        <translation>GPipe 先完成全部前向，再完成全部反向；1F1B 交替进行，保留的激活更少；交错方式给每个设备多个阶段。</translation>
    </message>
    <message>
        <source>Give up early</source>
        <translation>提前放弃</translation>
    </message>
    <message>
        <source>Global batch</source>
        <translation>全局批量</translation>
    </message>
    <message>
        <source>Go on without a lost device</source>
        <translation>失去设备后继续</translation>
    </message>
    <message>
        <source>Gradients are sent in buckets of this size while the backward pass goes on.</source>
        <translation>反向计算进行时，梯度按此大小分桶发送。</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Groups of devices that each hold the whole model, sharded inside the group (hybrid).</source>
        <translation>每组设备持有完整模型，在组内分片（混合方式）。</translation>
    </message>
    <message>
        <source>Halvings of the image, two convolutions in each.</source>
        <translation>图像缩小一半的次数，每次有两层卷积。</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Height and width of a patch; it divides the image size.</source>
        <translation>图像块的高和宽；须能整除图像尺寸。</translation>
    </message>
    <message>
        <source>Height and width to which images are brought.</source>
        <translation>图像统一缩放到的高和宽。</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Higher varies more; 0 always takes the likeliest token.</source>
        <translation>越高变化越多；0 表示始终选取最可能的 token。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史长度</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>How categories become numbers; one column for each category unless said otherwise here.</source>
        <translation>类别怎样变成数值；此处未另行指定时，每个类别一列。</translation>
    </message>
    <message>
        <source>How closely preference tuning stays with the model it began from (Rafailov et al., 2023).</source>
        <translation>偏好微调与初始模型保持多接近（Rafailov 等，2023）。</translation>
    </message>
    <message>
        <source>How long models may be tried in all.</source>
        <translation>总共用多长时间尝试各种模型。</translation>
    </message>
    <message>
        <source>How long, in what steps, and with which optimizer.</source>
        <translation>训练多久、怎样分步、使用哪种优化器。</translation>
    </message>
    <message>
        <source>How many devices lie along each axis; their product is the number of devices.</source>
        <translation>每个轴上的设备数；其乘积等于设备总数。</translation>
    </message>
    <message>
        <source>How many intervals.</source>
        <translation>分成多少个区间。</translation>
    </message>
    <message>
        <source>How many of the devices, the last ones, hold the parameters between them.</source>
        <translation>由最后多少个设备共同保存参数。</translation>
    </message>
    <message>
        <source>How many of them.</source>
        <translation>取多少倍。</translation>
    </message>
    <message>
        <source>How many words in a row a pattern spans.</source>
        <translation>一个模式跨越连续多少个词。</translation>
    </message>
    <message>
        <source>How numbers are scaled; standardised unless said otherwise here.</source>
        <translation>数值怎样缩放；此处未另行指定时，做标准化。</translation>
    </message>
    <message>
        <source>How often all folds are drawn anew.</source>
        <translation>所有的折重新抽取多少次。</translation>
    </message>
    <message>
        <source>How often the run saves what it can resume from.</source>
        <translation>训练多久保存一次可供恢复的检查点。</translation>
    </message>
    <message>
        <source>How rows are dealt to the folds: auto keeps groups together where a group is given, and the share of each class where classes are predicted.</source>
        <translation>各行怎样分到各折：自动：指定了分组时让同组的行留在一起，预测类别时保持各类别的比例。</translation>
    </message>
    <message>
        <source>How rows that would spoil the training are treated, when the steps are done.</source>
        <translation>处理步骤完成后，怎样处理会影响训练的行。</translation>
    </message>
    <message>
        <source>Inputs answered in one pass of a model.</source>
        <translation>模型一遍回答的输入数。</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大请求</translation>
    </message>
    <message>
        <source>Leaves out tokens that are less likely than this share of the likeliest.</source>
        <translation>舍去概率低于最可能 token 此比例的 token。</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Listen on</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>Longest conversation</source>
        <translation>最长对话</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>最大 token 数</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Minutes without a request after which the memory is given back; the next request loads it again. Empty keeps it loaded.</source>
        <translation>多少分钟没有请求后释放内存；下一个请求会重新加载。留空表示一直保持加载。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Origins of web pages that may ask from a browser, such as https://app.example.org.</source>
        <translation>允许从浏览器发出请求的网页来源，例如 https://app.example.org。</translation>
    </message>
    <message>
        <source>Other computers</source>
        <translation>其他计算机</translation>
    </message>
    <message>
        <source>Part of the rows that is measured during training; of the rows that are not held out, where there are folds.</source>
        <translation>训练期间用于评估的行所占的比例；有折时，按未留出的行计算。</translation>
    </message>
    <message>
        <source>Part of the rows that is measured once, at the end; with folds, the fold takes its place.</source>
        <translation>最后只评估一次的行所占的比例；有折时，由留出的折代替。</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>提取部分</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Random draws rows; stratified keeps the share of each class; group keeps rows that belong together on one side; time holds out the newest; block takes the last rows; folds hold out each part of the data once, in a run of its own.</source>
        <translation>随机：随机抽取行；分层：保持各类别的比例；按组：同组的行留在同一侧；按时间：留出最新的行；按块：取最后的行；折：数据的每一部分各留出一次，每次单独训练。</translation>
    </message>
    <message>
        <source>Ranges</source>
        <translation>取值范围</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Recall at 10</source>
        <translation>前 10 召回率</translation>
    </message>
    <message>
        <source>Recommend books</source>
        <translation>图书推荐</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Requests that may wait for a model; more are answered with 429.</source>
        <translation>可以等待同一模型的请求数；超出的请求以 429 应答。</translation>
    </message>
    <message>
        <source>Runner</source>
        <translation>运行器</translation>
    </message>
    <message>
        <source>Served as</source>
        <translation>服务名称</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止文本</translation>
    </message>
    <message>
        <source>Stop when the validation rows are no longer answered better.</source>
        <translation>验证行上的结果不再改善时停止。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Texts at a time</source>
        <translation>同时生成的文本</translation>
    </message>
    <message>
        <source>Texts that a language model writes side by side.</source>
        <translation>一个语言模型同时生成的文本数。</translation>
    </message>
    <message>
        <source>The PEM file of the certificate&apos;s key, without a passphrase.</source>
        <translation>证书私钥的 PEM 文件，不带口令。</translation>
    </message>
    <message>
        <source>The address of this machine on which other computers may ask; 0.0.0.0 is all of them.</source>
        <translation>其他计算机可以请求的本机地址；0.0.0.0 表示全部地址。</translation>
    </message>
    <message>
        <source>The answer ends after so many tokens.</source>
        <translation>回答达到这么多 token 后结束。</translation>
    </message>
    <message>
        <source>The answer ends before any of these texts; commas between.</source>
        <translation>回答在出现其中任一文本之前结束；以逗号分隔。</translation>
    </message>
    <message>
        <source>The column that is looked at.</source>
        <translation>要查看的列。</translation>
    </message>
    <message>
        <source>The column that says what was chosen.</source>
        <translation>表示选了什么的列。</translation>
    </message>
    <message>
        <source>The column that says when; models of sequences need it.</source>
        <translation>表示何时的列；序列模型需要它。</translation>
    </message>
    <message>
        <source>The column that says who chose.</source>
        <translation>表示谁做出选择的列。</translation>
    </message>
    <message>
        <source>The column the model learns to predict; of ratings, absent where only the choice is known. A language model has none.</source>
        <translation>模型学习预测的列；推荐任务中为用户评分，只知道选了什么时可不填。语言模型没有此列。</translation>
    </message>
    <message>
        <source>The columns it predicts from; all others when left empty. Of ratings, what is known of users and items.</source>
        <translation>用来预测的列；留空表示其余所有列。推荐任务中为关于用户和物品的已知信息。</translation>
    </message>
    <message>
        <source>The finished model is whole and needs the folder no more; the adapter is kept beside it in any case.</source>
        <translation>完成的模型是完整的，不再需要该文件夹；无论如何，适配器都会保存在旁边。</translation>
    </message>
    <message>
        <source>The fold that this run holds out, counted over the repeats from 0; all of them, in runs of their own, when left empty.</source>
        <translation>此次训练留出的折，跨各次重复从 0 起计数；留空表示全部，每折单独训练。</translation>
    </message>
    <message>
        <source>The last weights, or those that did best on the validation rows.</source>
        <translation>最后的权重，或在验证行上表现最好的权重。</translation>
    </message>
    <message>
        <source>The name by which programs ask for the model.</source>
        <translation>程序请求此模型时使用的名称。</translation>
    </message>
    <message>
        <source>The same seed gives the same answer. Empty draws anew each time.</source>
        <translation>相同的种子得到相同的回答。留空表示每次重新抽取。</translation>
    </message>
    <message>
        <source>Tokens a request may ask for at most.</source>
        <translation>一个请求最多可要求的 token 数。</translation>
    </message>
    <message>
        <source>Tokens that a request and its answer may have together. Empty takes what the model has learnt.</source>
        <translation>请求及其回答合计的最多 token 数。留空表示采用模型学到的长度。</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Unload when idle for</source>
        <translation>空闲多久后卸载</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>What computes the answers. “Automatic” measures those that are installed and takes the fastest.</source>
        <translation>由什么计算回答。“自动”会测量已安装的运行器，并采用最快的一个。</translation>
    </message>
    <message>
        <source>What is served, by name.</source>
        <translation>提供服务的模型，按名称列出。</translation>
    </message>
    <message>
        <source>What the endpoint takes on at most.</source>
        <translation>服务端点最多承担的量。</translation>
    </message>
    <message>
        <source>as learnt</source>
        <translation>由模型决定</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>infer</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>llama.cpp</source>
        <translation>llama.cpp</translation>
    </message>
    <message>
        <source>made here</source>
        <translation>自动生成</translation>
    </message>
    <message>
        <source>manage</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>s since 1970</source>
        <translation>秒（自 1970 年起）</translation>
    </message>
    <message>
        <source>vLLM</source>
        <translation>vLLM</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>How strongly weights are pulled to zero.</source>
        <translation>权重被拉向零的强度。</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Empty, or 0, takes any free port and keeps it over restarts while it stays free.</source>
        <translation>留空或填 0 时使用任意空闲端口；只要该端口仍空闲，重启后保持不变。</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Fewer take less memory and answer faster; 4 change what a model says. Empty takes 16 for language models where this machine computes with them, for large text classifiers what is fastest of those that give the same answers in a trial, and what was trained otherwise.</source>
        <translation>位数越少，占用内存越少、回答越快；4 位会改变模型的回答。留空时，语言模型在本机支持时使用 16 位，大型文本分类模型使用试算中回答相同且最快的位数，其他模型保持训练时的位数。</translation>
    </message>
    <message>
        <source>From then on it is refused. Empty keeps it until it is revoked.</source>
        <translation>从此时起密钥会被拒绝。留空表示在吊销之前一直有效。</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>How the file&apos;s bytes are letters; found out when left open.</source>
        <translation>文件的字节怎样对应字符；留空则自动判断。</translation>
    </message>
    <message>
        <source>How the learning rate moves over the run.</source>
        <translation>学习率在训练过程中如何变化。</translation>
    </message>
    <message>
        <source>Hyperband</source>
        <translation>Hyperband</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Image classification</source>
        <translation>图像分类</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>图像尺寸</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Impute fills numbers with the median and categories with their own value, both learnt from the training rows; drop leaves such rows out.</source>
        <translation>填补：数值用中位数填充，类别用单独的取值，二者都只从训练行中得出；去除：不使用这些行。</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>In step every worker waits for the others; free-running nobody waits; bounded, nobody gets further ahead than the staleness bound.</source>
        <translation>同步：每个工作进程等待其他进程；自由运行：互不等待；有界：任何进程领先不超过滞后上限。</translation>
    </message>
    <message>
        <source>Income from a census</source>
        <translation>人口普查收入</translation>
    </message>
    <message>
        <source>Inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>Interleaved 1F1B</source>
        <translation>交错 1F1B</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Items drawn for each one that was chosen, which the model learns to rank below it; ratings need none.</source>
        <translation>每个被选物品另抽取的物品数，模型学习把它们排在被选物品之后；有用户评分时不需要。</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>评判指标</translation>
    </message>
    <message>
        <source>K folds</source>
        <translation>K 折</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留个数</translation>
    </message>
    <message>
        <source>Keep models</source>
        <translation>保留模型</translation>
    </message>
    <message>
        <source>Keep rows by a condition.</source>
        <translation>按条件保留行。</translation>
    </message>
    <message>
        <source>Keep shards in main memory</source>
        <translation>分片放在主内存</translation>
    </message>
    <message>
        <source>Keep where it is</source>
        <translation>保留条件</translation>
    </message>
    <message>
        <source>Kinds of clothes</source>
        <translation>服装种类</translation>
    </message>
    <message>
        <source>Labels apart by</source>
        <translation>标签分隔符</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>Largest batch</source>
        <translation>最大批量</translation>
    </message>
    <message>
        <source>Largest global gradient norm; empty for none.</source>
        <translation>全局梯度范数的上限；留空表示不裁剪。</translation>
    </message>
    <message>
        <source>Largest value.</source>
        <translation>最大值。</translation>
    </message>
    <message>
        <source>Last part of the run over which “stable, then decay” falls to zero.</source>
        <translation>“先稳定后衰减”降到零所用的训练最后一段。</translation>
    </message>
    <message>
        <source>Last weights</source>
        <translation>最后权重</translation>
    </message>
    <message>
        <source>Later words are left out.</source>
        <translation>超出的词会被舍去。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Layers with weights.</source>
        <translation>带权重的层数。</translation>
    </message>
    <message>
        <source>Leaks</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learns to go on from a text by reading “Alice’s Adventures in Wonderland”. A decoder of one million parameters, shared by two worker processes; transformers can open the result.</source>
        <translation>阅读《爱丽丝梦游仙境》，学习续写文本。一百万参数的解码器，由两个工作进程分担；结果可以用 transformers 打开。</translation>
    </message>
    <message>
        <source>Leave columns out of what the model reads.</source>
        <translation>不让模型读取某些列。</translation>
    </message>
    <message>
        <source>Leave one out</source>
        <translation>留一法</translation>
    </message>
    <message>
        <source>Leave out rows that repeat an earlier one.</source>
        <translation>去除与前面重复的行。</translation>
    </message>
    <message>
        <source>Leave out rows with missing values.</source>
        <translation>去除含缺失值的行。</translation>
    </message>
    <message>
        <source>Left and right are swapped in half of the images.</source>
        <translation>一半的图像左右翻转。</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Linear regression, two workers</source>
        <translation>线性回归，两个进程</translation>
    </message>
    <message>
        <source>Lion</source>
        <translation>Lion</translation>
    </message>
    <message>
        <source>Lion: the sign of a momentum; wants a learning rate about ten times smaller (Chen et al., 2023).</source>
        <translation>Lion：取动量的符号；学习率宜小约十倍（Chen 等，2023）。</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRA alpha</source>
        <translation>LoRA alpha</translation>
    </message>
    <message>
        <source>LoRA rank</source>
        <translation>LoRA 秩</translation>
    </message>
    <message>
        <source>Loading threads</source>
        <translation>加载线程数</translation>
    </message>
    <message>
        <source>Local steps</source>
        <translation>本地步进</translation>
    </message>
    <message>
        <source>Logarithm</source>
        <translation>取对数</translation>
    </message>
    <message>
        <source>Longest queue</source>
        <translation>最长队列</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>最长文本</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Lower case</source>
        <translation>转为小写</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>MAE</source>
        <translation>MAE</translation>
    </message>
    <message>
        <source>MAPE</source>
        <translation>MAPE</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>多层感知机</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Matrix factorisation</source>
        <translation>矩阵分解</translation>
    </message>
    <message>
        <source>Matrix factorisation beside an MLP over both points (He et al., 2017).</source>
        <translation>矩阵分解，并行一个处理两个点的多层感知机（He 等，2017）。</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Mean 0 and deviation 1; between 0 and 1; median 0 and quartiles ±½; ranks between 0 and 1; or as they are.</source>
        <translation>均值 0、标准差 1；0 到 1 之间；中位数 0、四分位数 ±½；0 到 1 之间的秩；或保持原样。</translation>
    </message>
    <message>
        <source>Mean of embeddings</source>
        <translation>平均嵌入</translation>
    </message>
    <message>
        <source>Mean reciprocal rank</source>
        <translation>平均倒数排名</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Median and mean are for numbers and dates, and the most frequent value stands in for them elsewhere.</source>
        <translation>中位数和均值用于数值和日期，其他列改用最常见的值。</translation>
    </message>
    <message>
        <source>Median and quartiles</source>
        <translation>中位数和四分位数</translation>
    </message>
    <message>
        <source>Median ends a trial that is behind the median of the finished ones (Golovin et al., 2017); Hyperband lets the best third of a bracket go on (Li et al., 2018).</source>
        <translation>中位数：落后于已完成试验中位数的试验会结束（Golovin 等，2017）；Hyperband：每一组只让最好的三分之一继续（Li 等，2018）。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Micro</source>
        <translation>Micro</translation>
    </message>
    <message>
        <source>Micro-batches</source>
        <translation>微批次数</translation>
    </message>
    <message>
        <source>Missing values</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>Missing words</source>
        <translation>缺失值写法</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model from</source>
        <translation>模型取自</translation>
    </message>
    <message>
        <source>Models and checkpoints that stay on the disk.</source>
        <translation>磁盘上保留的模型和检查点。</translation>
    </message>
    <message>
        <source>Modelyard picks strategy, micro-batch, precision and checkpointing for the chosen devices, and says why.</source>
        <translation>Modelyard 为所选设备选定策略、微批次、精度和重计算方式，并说明理由。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>More are answered with 429. Empty sets no limit.</source>
        <translation>超出的请求以 429 应答。留空表示不限。</translation>
    </message>
    <message>
        <source>Most change of brightness, contrast and saturation.</source>
        <translation>亮度、对比度和饱和度的最大变化。</translation>
    </message>
    <message>
        <source>Most degrees.</source>
        <translation>最大角度。</translation>
    </message>
    <message>
        <source>Most frequent</source>
        <translation>最常见值</translation>
    </message>
    <message>
        <source>Most frequent words kept.</source>
        <translation>保留最常见的词。</translation>
    </message>
    <message>
        <source>Most steps</source>
        <translation>最多步数</translation>
    </message>
    <message>
        <source>Most tokens of the byte-pair tokenizer trained from the text; by size when left empty.</source>
        <translation>由文本训练的字节对分词器的最多 token 数；留空则按模型大小。</translation>
    </message>
    <message>
        <source>Most trials side by side; as many as the devices take when left empty.</source>
        <translation>最多同时进行的试验数；留空表示设备能容纳多少就多少。</translation>
    </message>
    <message>
        <source>Muon</source>
        <translation>Muon</translation>
    </message>
    <message>
        <source>Muon: orthogonalised momentum for matrices, AdamW for everything else (Jordan et al., 2024).</source>
        <translation>Muon：矩阵使用正交化动量，其余使用 AdamW（Jordan 等，2024）。</translation>
    </message>
    <message>
        <source>NDCG at 10</source>
        <translation>NDCG@10</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Nano</source>
        <translation>Nano</translation>
    </message>
    <message>
        <source>Negatives</source>
        <translation>负样本数</translation>
    </message>
    <message>
        <source>Nesterov momentum of the outer step.</source>
        <translation>外层更新的 Nesterov 动量。</translation>
    </message>
    <message>
        <source>Neural collaborative filtering</source>
        <translation>神经协同过滤</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Newest checkpoints that stay on the disk.</source>
        <translation>磁盘上保留的最新检查点个数。</translation>
    </message>
    <message>
        <source>Newest items of a user that are looked at.</source>
        <translation>查看用户最近的多少个物品。</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Normalise text</source>
        <translation>文本规范化</translation>
    </message>
    <message>
        <source>Norms and dropout work on parts of the sequence (Korthikanti et al., 2022).</source>
        <translation>归一化和 Dropout 在序列的各部分上进行（Korthikanti 等，2022）。</translation>
    </message>
    <message>
        <source>Numbers in which gradients are summed over the devices.</source>
        <translation>在各设备间对梯度求和所用的数值精度。</translation>
    </message>
    <message>
        <source>Numbers per column; a multiple of the heads.</source>
        <translation>每列的维数；须为注意力头数的整数倍。</translation>
    </message>
    <message>
        <source>Numbers per item; a multiple of the heads.</source>
        <translation>每个物品的维数；须为注意力头数的整数倍。</translation>
    </message>
    <message>
        <source>Numbers per user and per item.</source>
        <translation>每个用户和每个物品的维数。</translation>
    </message>
    <message>
        <source>Numbers per word.</source>
        <translation>每个词的维数。</translation>
    </message>
    <message>
        <source>Numbers per word; a multiple of the heads.</source>
        <translation>每个词的维数；须为注意力头数的整数倍。</translation>
    </message>
    <message>
        <source>Numbers that pass from block to block.</source>
        <translation>在块与块之间传递的维数。</translation>
    </message>
    <message>
        <source>Off keeps the gathered weights until the backward pass: faster, and only gradients and optimizer state are split (ZeRO stage 2).</source>
        <translation>关闭时，收集到的权重保留到反向计算：更快，只有梯度和优化器状态分片（ZeRO 第 2 阶段）。</translation>
    </message>
    <message>
        <source>One device</source>
        <translation>单设备</translation>
    </message>
    <message>
        <source>One device does everything.</source>
        <translation>由一个设备完成全部工作。</translation>
    </message>
    <message>
        <source>One form of each sign (NFKC).</source>
        <translation>每个字符统一为一种形式（NFKC）。</translation>
    </message>
    <message>
        <source>One rank per device.</source>
        <translation>每个设备一个 rank。</translation>
    </message>
    <message>
        <source>One space for many, none at the ends.</source>
        <translation>多个空格合并为一个，去掉首尾空格。</translation>
    </message>
    <message>
        <source>One-hot</source>
        <translation>独热编码</translation>
    </message>
    <message>
        <source>Only fold</source>
        <translation>仅此一折</translation>
    </message>
    <message>
        <source>Only the rows of the embedding tables that a batch has touched move: for millions of users or items.</source>
        <translation>只更新批次涉及的嵌入表行：适合数以百万计的用户或物品。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Optimizer steps between two checkpoints.</source>
        <translation>两个检查点之间的优化步数。</translation>
    </message>
    <message>
        <source>Order in which micro-batches pass through the stages.</source>
        <translation>微批次通过各阶段的顺序。</translation>
    </message>
    <message>
        <source>Outer learning rate</source>
        <translation>外层学习率</translation>
    </message>
    <message>
        <source>Outer momentum</source>
        <translation>外层动量</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>异常值</translation>
    </message>
    <message>
        <source>PR-AUC</source>
        <translation>PR-AUC</translation>
    </message>
    <message>
        <source>Pairs of dense layers.</source>
        <translation>每块两个全连接层。</translation>
    </message>
    <message>
        <source>Parameter server</source>
        <translation>参数服务器</translation>
    </message>
    <message>
        <source>Parameters, about: width, layers and vocabulary follow from it.</source>
        <translation>大致的参数量：宽度、层数和词表由它决定。</translation>
    </message>
    <message>
        <source>Parameters, gradients and optimizer state are split over the devices (FSDP2).</source>
        <translation>参数、梯度和优化器状态都分片到各设备（FSDP2）。</translation>
    </message>
    <message>
        <source>Parts of a batch that flow through the stages.</source>
        <translation>批次分成多少份流过各阶段。</translation>
    </message>
    <message>
        <source>Parts of a batch that flow through the stages; more of them leave the devices idle less.</source>
        <translation>批次分成多少份流过各阶段；份数越多，设备空闲越少。</translation>
    </message>
    <message>
        <source>Parts of a date</source>
        <translation>日期拆分</translation>
    </message>
    <message>
        <source>Parts of equal size, each of which is held out once.</source>
        <translation>大小相等的若干部分，每一部分各留出一次。</translation>
    </message>
    <message>
        <source>Parts the layers are cut into, balanced by measured cost; one a device when left empty.</source>
        <translation>各层切成多少部分，按实测开销均衡；留空表示每个设备一个。</translation>
    </message>
    <message>
        <source>Passes in which a rank works through its part of the batch before one optimizer step: more passes, less memory.</source>
        <translation>每个优化步之前，rank 分多少遍完成它那份批次：遍数越多，内存越少。</translation>
    </message>
    <message>
        <source>Passes over the training rows; 10 when no steps are given either.</source>
        <translation>遍历训练行的次数；未给出步数时为 10。</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图像块</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Patterns of each length.</source>
        <translation>每种长度的模式数。</translation>
    </message>
    <message>
        <source>Peak step size, reached after warm-up.</source>
        <translation>预热之后达到的最大步长。</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>Pipeline schedule</source>
        <translation>流水线调度</translation>
    </message>
    <message>
        <source>Place in order</source>
        <translation>顺序位置</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>PowerSGD</source>
        <translation>PowerSGD</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测目标</translation>
    </message>
    <message>
        <source>Predicts how diabetes progresses over a year from ten measurements of 442 patients. Least squares by gradient descent, shared by two worker processes.</source>
        <translation>根据 442 位患者的十项测量值预测一年内糖尿病的进展。用梯度下降做最小二乘，由两个工作进程分担。</translation>
    </message>
    <message>
        <source>Preferred answer</source>
        <translation>优选回答</translation>
    </message>
    <message>
        <source>Pretrained</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>QLoRA</source>
        <translation>QLoRA</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>分位数</translation>
    </message>
    <message>
        <source>Quantiles put equally many training rows into each; widths are equal.</source>
        <translation>分位数：每个区间的训练行数相同；等宽：各区间宽度相同。</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>季度</translation>
    </message>
    <message>
        <source>Quartiles</source>
        <translation>四分位数</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>RMSE</source>
        <translation>RMSE</translation>
    </message>
    <message>
        <source>ROC-AUC</source>
        <translation>ROC-AUC</translation>
    </message>
    <message>
        <source>RandAugment</source>
        <translation>RandAugment</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Random deals the rows of each batch out to the ranks; block gives each rank a contiguous part of the data.</source>
        <translation>随机：把每个批次的行分发给各 rank；按块：每个 rank 得到数据中连续的一段。</translation>
    </message>
    <message>
        <source>Read and written by language models. Empty sets no limit.</source>
        <translation>语言模型读取和生成的 token。留空表示不限。</translation>
    </message>
    <message>
        <source>Recompute activations</source>
        <translation>重新计算激活</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Rejected answer</source>
        <translation>落选回答</translation>
    </message>
    <message>
        <source>Remove HTML</source>
        <translation>去除 HTML</translation>
    </message>
    <message>
        <source>Remove addresses</source>
        <translation>去除网址和邮箱</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>Replace a number by the interval it lies in.</source>
        <translation>用数值所在的区间代替数值。</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>副本数</translation>
    </message>
    <message>
        <source>Replicas or shards that share the batch.</source>
        <translation>共同分担批次的副本或分片数。</translation>
    </message>
    <message>
        <source>Replicate</source>
        <translation>数据并行</translation>
    </message>
    <message>
        <source>Replicate all-reduces gradients; shard splits parameters, gradients and optimizer state.</source>
        <translation>复制：对梯度做全规约；分片：拆分参数、梯度和优化器状态。</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>ResNet</source>
        <translation>ResNet</translation>
    </message>
    <message>
        <source>ResNet-style MLP</source>
        <translation>ResNet 式多层感知机</translation>
    </message>
    <message>
        <source>Residual network (He et al., 2016).</source>
        <translation>残差网络（He 等，2016）。</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Rows for which this holds are kept; a missing value fulfils nothing.</source>
        <translation>保留满足此条件的行；缺失值不满足任何条件。</translation>
    </message>
    <message>
        <source>Rows per optimizer step, over all ranks together.</source>
        <translation>每个优化步的行数，所有 rank 合计。</translation>
    </message>
    <message>
        <source>Rows per rank</source>
        <translation>行的分配</translation>
    </message>
    <message>
        <source>Rows with the same value in this column are never parted: a patient, a customer, a document.</source>
        <translation>此列取值相同的行不会被分开：例如同一患者、同一客户、同一文档。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs in all; a grid has its own number.</source>
        <translation>总共的训练次数；网格的次数由它自身决定。</translation>
    </message>
    <message>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>SGD, Nesterov</source>
        <translation>Nesterov SGD</translation>
    </message>
    <message>
        <source>SGD, momentum</source>
        <translation>动量 SGD</translation>
    </message>
    <message>
        <source>Same layers every step</source>
        <translation>每步使用相同的层</translation>
    </message>
    <message>
        <source>Sample prompts</source>
        <translation>示例提示</translation>
    </message>
    <message>
        <source>Says which books a reader would choose next, for new readers and new books too. Two towers over ids and features, shared by two worker processes. The 600 readers and their 13,668 ratings are invented.</source>
        <translation>判断读者接下来会选择哪些书，对新读者和新书也适用。双塔处理 id 和特征，由两个工作进程分担。600 位读者和他们的 13,668 条用户评分都是虚构的。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率曲线</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索方式</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Selective</source>
        <translation>选择性</translation>
    </message>
    <message>
        <source>Selective keeps the results of matrix products and computes the rest again in the backward pass; full keeps only what enters each layer.</source>
        <translation>选择性：保留矩阵乘积的结果，其余在反向时重新计算；全部：只保留进入每层的输入。</translation>
    </message>
    <message>
        <source>Send gradients in half the bits, or as low-rank factors (PowerSGD, Vogels et al., 2019).</source>
        <translation>以一半的位数发送梯度，或以低秩因子发送（PowerSGD，Vogels 等，2019）。</translation>
    </message>
    <message>
        <source>Sentiment of a text</source>
        <translation>文本情感</translation>
    </message>
    <message>
        <source>Sequence model (SASRec)</source>
        <translation>序列模型（SASRec）</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器数</translation>
    </message>
    <message>
        <source>Servers hold the weights; workers push gradients and pull weights, in step or freely.</source>
        <translation>服务器保存权重；工作进程推送梯度、拉取权重，可同步也可自由进行。</translation>
    </message>
    <message>
        <source>Several ways at once: data, tensor and pipeline parallel along the axes of a mesh.</source>
        <translation>同时使用多种方式：沿网格各轴做数据、张量和流水线并行。</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>完全分片</translation>
    </message>
    <message>
        <source>Share of activations set to zero while training.</source>
        <translation>训练时置零的激活所占的比例。</translation>
    </message>
    <message>
        <source>Share of height and width by which an image may be shifted.</source>
        <translation>图像最多可平移的距离，占高和宽的比例。</translation>
    </message>
    <message>
        <source>Share of the last step that is kept.</source>
        <translation>上一步被保留的比例。</translation>
    </message>
    <message>
        <source>Share of the momentum in a step.</source>
        <translation>一步中动量所占的比例。</translation>
    </message>
    <message>
        <source>Share of the words that are left out.</source>
        <translation>被去掉的词所占的比例。</translation>
    </message>
    <message>
        <source>Share of the words that become the unknown word.</source>
        <translation>变成未知词的词所占的比例。</translation>
    </message>
    <message>
        <source>Share the optimizer</source>
        <translation>优化器分片</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Similar lengths together</source>
        <translation>相近长度同批</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Size of the outer step.</source>
        <translation>外层更新的步长。</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Small</translation>
    </message>
    <message>
        <source>Small CNN</source>
        <translation>小型 CNN</translation>
    </message>
    <message>
        <source>Small language model</source>
        <translation>小型语言模型</translation>
    </message>
    <message>
        <source>Small letters only.</source>
        <translation>全部使用小写字母。</translation>
    </message>
    <message>
        <source>Smallest improvement</source>
        <translation>最小改善</translation>
    </message>
    <message>
        <source>Smallest value.</source>
        <translation>最小值。</translation>
    </message>
    <message>
        <source>So many interquartile ranges beyond the quartiles (Tukey, 1977), or standard deviations from the mean.</source>
        <translation>超出四分位数多少倍四分位距（Tukey，1977），或偏离均值多少个标准差。</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Spare at first</source>
        <translation>保护期</translation>
    </message>
    <message>
        <source>Sparse gradients</source>
        <translation>稀疏梯度</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Split layers</source>
        <translation>按层切分</translation>
    </message>
    <message>
        <source>Split matrices</source>
        <translation>矩阵切分</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>划分种子</translation>
    </message>
    <message>
        <source>Split the sequence too</source>
        <translation>序列也切分</translation>
    </message>
    <message>
        <source>Split the vocabulary&apos;s loss</source>
        <translation>词表损失切分</translation>
    </message>
    <message>
        <source>Stable, then decay</source>
        <translation>先稳定后衰减</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段数</translation>
    </message>
    <message>
        <source>Stages the layers are cut into.</source>
        <translation>各层切成的阶段数。</translation>
    </message>
    <message>
        <source>Staleness bound</source>
        <translation>滞后上限</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>Standard deviation of what is added to numbers, in their own standard deviation.</source>
        <translation>给数值所加噪声的标准差，以该列自身的标准差为单位。</translation>
    </message>
    <message>
        <source>Standard deviations</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>处理步骤</translation>
    </message>
    <message>
        <source>Steps alone</source>
        <translation>独立步数</translation>
    </message>
    <message>
        <source>Steps over which the learning rate rises from zero.</source>
        <translation>学习率从零上升所用的步数。</translation>
    </message>
    <message>
        <source>Steps that each device takes alone before the weights are averaged.</source>
        <translation>各设备在权重求平均之前独自前进的步数。</translation>
    </message>
    <message>
        <source>Stochastic gradient descent with Nesterov&apos;s look-ahead (Nesterov, 1983; Sutskever et al., 2013).</source>
        <translation>带 Nesterov 前瞻的随机梯度下降（Nesterov，1983；Sutskever 等，2013）。</translation>
    </message>
    <message>
        <source>Stochastic gradient descent with momentum (Polyak, 1964).</source>
        <translation>带动量的随机梯度下降（Polyak，1964）。</translation>
    </message>
    <message>
        <source>Stochastic gradient descent.</source>
        <translation>随机梯度下降。</translation>
    </message>
    <message>
        <source>Stop after this many optimizer steps.</source>
        <translation>到达此优化步数后停止。</translation>
    </message>
    <message>
        <source>Stratified</source>
        <translation>分层</translation>
    </message>
    <message>
        <source>Strength of two operations drawn at random (Cubuk et al., 2020); 0 for none.</source>
        <translation>随机抽取的两种操作的强度（Cubuk 等，2020）；0 表示不使用。</translation>
    </message>
    <message>
        <source>TPE</source>
        <translation>TPE</translation>
    </message>
    <message>
        <source>TPE learns from the trials so far where good settings lie (Bergstra et al., 2011); random draws each trial anew; a grid tries every combination.</source>
        <translation>TPE：从已有的试验中学习好的设置在哪里（Bergstra 等，2011）；随机：每次试验重新抽取；网格：尝试所有组合。</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Tabular classification</source>
        <translation>表格分类</translation>
    </message>
    <message>
        <source>Tabular regression</source>
        <translation>表格回归</translation>
    </message>
    <message>
        <source>Tags are removed, entities become signs.</source>
        <translation>去掉标签，实体转为字符。</translation>
    </message>
    <message>
        <source>Take the logarithm of numbers: sign(x) · log(1 + |x|), defined for all of them.</source>
        <translation>对数值取对数：sign(x) · log(1 + |x|)，对所有数值都有定义。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Tells from age, work, education and family whether a person earned more than 50,000 dollars a year, in 5,000 answers of the census of 1994. A small network, shared by two worker processes; the weights that do best on the validation rows are kept.</source>
        <translation>根据 1994 年人口普查的 5,000 份答卷，由年龄、工作、教育和家庭判断一个人的年收入是否超过 50,000 美元。一个小型网络，由两个工作进程分担；保留在验证行上表现最好的权重。</translation>
    </message>
    <message>
        <source>Tells praise from complaint in 4,200 reviews of clothes. The mean of the words&apos; embeddings, then a dense layer, shared by two worker processes.</source>
        <translation>从 4,200 条服装评论中区分好评与差评。对词嵌入取平均，再接一个全连接层，由两个工作进程分担。</translation>
    </message>
    <message>
        <source>Tells ten kinds of clothes apart in 4,000 small pictures. A few convolutions, shared by two worker processes; the weights that do best on the validation pictures are kept.</source>
        <translation>从 4,000 张小图片中区分十种服装。几层卷积，由两个工作进程分担；保留在验证图片上表现最好的权重。</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Test share</source>
        <translation>测试集比例</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Text CNN</source>
        <translation>文本 CNN</translation>
    </message>
    <message>
        <source>Text classification</source>
        <translation>文本分类</translation>
    </message>
    <message>
        <source>Texts of similar length share a batch, so that little of it is padding; without effect where all rows are of one length.</source>
        <translation>长度相近的文本放在同一批次，减少填充；所有行长度相同时不起作用。</translation>
    </message>
    <message>
        <source>Texts that a language model continues at each evaluation.</source>
        <translation>每次评估时让语言模型续写的文本。</translation>
    </message>
    <message>
        <source>The best trial’s</source>
        <translation>最佳试验</translation>
    </message>
    <message>
        <source>The character around values that hold the delimiter.</source>
        <translation>当值中含有分隔符时，包在值两侧的字符。</translation>
    </message>
    <message>
        <source>The character between columns; found in the first lines when left open.</source>
        <translation>列与列之间的字符；留空则从开头几行判断。</translation>
    </message>
    <message>
        <source>The column by which rows are older or newer.</source>
        <translation>据以判断行的新旧的列。</translation>
    </message>
    <message>
        <source>The column of answers; the loss counts these alone.</source>
        <translation>回答所在的列；损失只计算回答。</translation>
    </message>
    <message>
        <source>The column of conversations; the loss counts the assistant’s part alone.</source>
        <translation>对话所在的列；损失只计算助手的部分。</translation>
    </message>
    <message>
        <source>The column of images, where it is not called “image”.</source>
        <translation>图像所在的列，列名不是“image”时填写。</translation>
    </message>
    <message>
        <source>The column of questions or instructions.</source>
        <translation>问题或指令所在的列。</translation>
    </message>
    <message>
        <source>The column of the better of two answers: the model learns the preference (DPO).</source>
        <translation>两个回答中较好者所在的列：模型学习这种偏好（DPO）。</translation>
    </message>
    <message>
        <source>The column of the worse answer.</source>
        <translation>较差回答所在的列。</translation>
    </message>
    <message>
        <source>The column that holds the text, for text tasks.</source>
        <translation>文本任务中文本所在的列。</translation>
    </message>
    <message>
        <source>The names it may ask, as they are served. Empty allows all.</source>
        <translation>可以请求的服务名称。留空表示全部。</translation>
    </message>
    <message>
        <source>The person or program that will use it.</source>
        <translation>将要使用它的人或程序。</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>每分钟 token 数</translation>
    </message>
    <message>
        <source>any free</source>
        <translation>任意空闲</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>bf16 and fp16 compute in half the bits and keep fp32 weights, fp16 with a scaled loss; tf32 rounds the inputs of matrix products on GPUs that can.</source>
        <translation>bf16 和 fp16 以一半的位数计算并保留 fp32 权重，fp16 还要缩放损失；tf32 在支持的 GPU 上对矩阵乘积的输入取整。</translation>
    </message>
    <message>
        <source>“infer” asks models, “metrics” reads an endpoint’s figures, “manage” unlocks models.</source>
        <translation>“推理”请求模型，“指标”读取服务端点的各项数据，“管理”解锁模型。</translation>
    </message>
    <message>
        <source>The layers are cut into stages, one after the other on the devices; micro-batches flow through.</source>
        <translation>各层切成前后相接的阶段放在各设备上；微批次依次流过。</translation>
    </message>
    <message>
        <source>The loss is computed on parts of the vocabulary; the whole row of scores is never gathered.</source>
        <translation>损失在词表的各部分上计算；从不收集整行得分。</translation>
    </message>
    <message>
        <source>The mean of the words&apos; embeddings, then a dense layer: light and hard to beat on short texts.</source>
        <translation>对词嵌入取平均，再接一个全连接层：轻量，在短文本上很难被超越。</translation>
    </message>
    <message>
        <source>The run whose settings are tried.</source>
        <translation>要尝试各种设置的训练。</translation>
    </message>
    <message>
        <source>The same seed draws the same settings.</source>
        <translation>相同的种子抽取相同的设置。</translation>
    </message>
    <message>
        <source>The same seed gives the same run.</source>
        <translation>相同的种子得到相同的训练结果。</translation>
    </message>
    <message>
        <source>The same seed gives the same split.</source>
        <translation>相同的种子得到相同的划分。</translation>
    </message>
    <message>
        <source>The score on the validation rows by which the best weights are known and early stopping decides.</source>
        <translation>验证行上的评分，据此确定最佳权重并决定是否提前停止。</translation>
    </message>
    <message>
        <source>The score on the validation rows that decides; the run’s own when left empty.</source>
        <translation>以验证行上的哪项评分为准；留空表示采用训练自身的指标。</translation>
    </message>
    <message>
        <source>The score on the validation rows that decides; the task’s own when left empty.</source>
        <translation>以验证行上的哪项评分为准；留空表示采用任务自身的指标。</translation>
    </message>
    <message>
        <source>The seed of every run.</source>
        <translation>每次训练的种子。</translation>
    </message>
    <message>
        <source>The settings that vary, by their path in a spec file.</source>
        <translation>要变化的设置，以其在设置文件中的路径表示。</translation>
    </message>
    <message>
        <source>The sign before the fraction of a number.</source>
        <translation>数字中小数部分之前的符号。</translation>
    </message>
    <message>
        <source>The sign between several labels of one cell: each row may then have any number of them.</source>
        <translation>同一单元格中多个标签之间的符号：这样每行可以有任意多个标签。</translation>
    </message>
    <message>
        <source>The values themselves: numbers, names, lists, or whole models.</source>
        <translation>直接列出取值：数字、名称、列表或整个模型。</translation>
    </message>
    <message>
        <source>This value</source>
        <translation>指定值</translation>
    </message>
    <message>
        <source>Threads of each rank that prepare batches ahead; by the machine when left empty, 0 for none.</source>
        <translation>每个 rank 提前准备批次的线程数；留空则由机器决定，0 表示不使用。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>Tiny</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Tokens of a row; later ones are left out. For images it means nothing.</source>
        <translation>一行的 token 数；超出部分会被舍去。对图像没有意义。</translation>
    </message>
    <message>
        <source>Tokens the model sees at once; a row of training is one such window.</source>
        <translation>模型一次看到的 token 数；训练中的一行就是这样一个窗口。</translation>
    </message>
    <message>
        <source>Top-5 accuracy</source>
        <translation>Top-5 准确率</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Transformer encoder</source>
        <translation>Transformer 编码器</translation>
    </message>
    <message>
        <source>Transformer layers.</source>
        <translation>Transformer 层数。</translation>
    </message>
    <message>
        <source>Transformer over patches of the image (Dosovitskiy et al., 2021).</source>
        <translation>处理图像块的 Transformer（Dosovitskiy 等，2021）。</translation>
    </message>
    <message>
        <source>Treat numbers far from the rest. Rows are left out of training only: what is measured stays as it is.</source>
        <translation>处理远离其余数据的数值。去除行只影响训练：用于评估的数据保持不变。</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验次数</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>微调方式</translation>
    </message>
    <message>
        <source>Two towers</source>
        <translation>双塔</translation>
    </message>
    <message>
        <source>Unicode</source>
        <translation>Unicode</translation>
    </message>
    <message>
        <source>Updates that may come between a worker&apos;s pull and its push, in bounded mode.</source>
        <translation>有界模式下，一个工作进程从拉取到推送之间允许发生的更新次数。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Users and items as points, and a bias for each (Koren et al., 2009).</source>
        <translation>用户和物品各表示为一个点，并各有一个偏置（Koren 等，2009）。</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>验证集比例</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Vary images.</source>
        <translation>对图像做变化。</translation>
    </message>
    <message>
        <source>Vary rows of a table.</source>
        <translation>对表格的行做变化。</translation>
    </message>
    <message>
        <source>Vary texts.</source>
        <translation>对文本做变化。</translation>
    </message>
    <message>
        <source>Vary the training rows.</source>
        <translation>对训练行做变化。</translation>
    </message>
    <message>
        <source>ViT</source>
        <translation>ViT</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Warn</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Web and mail addresses are removed.</source>
        <translation>去掉网址和邮箱地址。</translation>
    </message>
    <message>
        <source>Weekday</source>
        <translation>星期几</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Weights and optimizer state wait in the machine&apos;s memory, not the device&apos;s.</source>
        <translation>权重和优化器状态放在机器内存中，而不是设备内存中。</translation>
    </message>
    <message>
        <source>What is filled in, when it is a value of your own.</source>
        <translation>使用自己指定的值时，填入的内容。</translation>
    </message>
    <message>
        <source>What is learnt.</source>
        <translation>学习的内容。</translation>
    </message>
    <message>
        <source>What models are tried on, one on each.</source>
        <translation>在哪些设备上尝试模型，每个设备一个。</translation>
    </message>
    <message>
        <source>What the endpoint is called in the lists.</source>
        <translation>服务端点在列表中的名称。</translation>
    </message>
    <message>
        <source>What the run is called in the lists.</source>
        <translation>训练在列表中的名称。</translation>
    </message>
    <message>
        <source>What the search is called in the lists.</source>
        <translation>搜索在列表中的名称。</translation>
    </message>
    <message>
        <source>What the sweep is called in the lists.</source>
        <translation>超参数搜索在列表中的名称。</translation>
    </message>
    <message>
        <source>What they add is multiplied by alpha over rank.</source>
        <translation>它们的增量会乘以 alpha 与秩之比。</translation>
    </message>
    <message>
        <source>What to do when equal rows, or rows of one group, lie on both sides of the split.</source>
        <translation>相同的行或同组的行落在划分的两侧时怎么办。</translation>
    </message>
    <message>
        <source>When a device stays dead the run goes on with the others, at the same global batch.</source>
        <translation>某个设备一直不恢复时，训练用其余设备继续，全局批量不变。</translation>
    </message>
    <message>
        <source>Where the model computes.</source>
        <translation>模型在哪里计算。</translation>
    </message>
    <message>
        <source>Whether 1/2/2024 is the first of February.</source>
        <translation>1/2/2024 是否表示 2 月 1 日。</translation>
    </message>
    <message>
        <source>Whether the first row holds the names of the columns.</source>
        <translation>第一行是否为列名。</translation>
    </message>
    <message>
        <source>Which data, and which part of it plays which role.</source>
        <translation>使用哪些数据，各部分起什么作用。</translation>
    </message>
    <message>
        <source>Which rows are held out, to measure honestly.</source>
        <translation>留出哪些行，以便如实衡量。</translation>
    </message>
    <message>
        <source>Which sheet of a workbook; the first one when left open.</source>
        <translation>工作簿中的哪个工作表；留空表示第一个。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Width 96, 192, 384 or 768.</source>
        <translation>宽度为 96、192、384 或 768。</translation>
    </message>
    <message>
        <source>Width inside a block.</source>
        <translation>块内部的宽度。</translation>
    </message>
    <message>
        <source>Width of each hidden layer, first to last.</source>
        <translation>每个隐藏层的宽度，从前到后。</translation>
    </message>
    <message>
        <source>Width of the small matrices.</source>
        <translation>小矩阵的宽度。</translation>
    </message>
    <message>
        <source>With</source>
        <translation>填入</translation>
    </message>
    <message>
        <source>Words that stand for a missing value, besides an empty one.</source>
        <translation>除空值外，表示缺失值的词。</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年</translation>
    </message>
    <message>
        <source>as the run</source>
        <translation>与训练相同</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>不小于</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>不大于</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>bf16 mixed</source>
        <translation>bf16 混合精度</translation>
    </message>
    <message>
        <source>big5</source>
        <translation>big5</translation>
    </message>
    <message>
        <source>by the task</source>
        <translation>由任务决定</translation>
    </message>
    <message>
        <source>containing</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>cp1250</source>
        <translation>cp1250</translation>
    </message>
    <message>
        <source>cp1251</source>
        <translation>cp1251</translation>
    </message>
    <message>
        <source>cp1252</source>
        <translation>cp1252</translation>
    </message>
    <message>
        <source>equal to</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>euc_jp</source>
        <translation>euc_jp</translation>
    </message>
    <message>
        <source>euc_kr</source>
        <translation>euc_kr</translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation>次评估</translation>
    </message>
    <message>
        <source>fp16</source>
        <translation>fp16</translation>
    </message>
    <message>
        <source>fp16 mixed</source>
        <translation>fp16 混合精度</translation>
    </message>
    <message>
        <source>fp32</source>
        <translation>fp32</translation>
    </message>
    <message>
        <source>gb18030</source>
        <translation>gb18030</translation>
    </message>
    <message>
        <source>greater than</source>
        <translation>大于</translation>
    </message>
    <message>
        <source>items</source>
        <translation>个物品</translation>
    </message>
    <message>
        <source>koi8-r</source>
        <translation>koi8-r</translation>
    </message>
    <message>
        <source>latin-1</source>
        <translation>latin-1</translation>
    </message>
    <message>
        <source>less than</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>not equal to</source>
        <translation>不等于</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>遍</translation>
    </message>
    <message>
        <source>present</source>
        <translation>有值</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>shift_jis</source>
        <translation>shift_jis</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>tf32</source>
        <translation>tf32</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>torch.compile for each layer: a slower start for faster steps, mostly on GPUs.</source>
        <translation>对每层使用 torch.compile：启动更慢，换取更快的每一步，主要适用于 GPU。</translation>
    </message>
    <message>
        <source>updates</source>
        <translation>次更新</translation>
    </message>
    <message>
        <source>utf-16</source>
        <translation>utf-16</translation>
    </message>
    <message>
        <source>utf-16-be</source>
        <translation>utf-16-be</translation>
    </message>
    <message>
        <source>utf-16-le</source>
        <translation>utf-16-le</translation>
    </message>
    <message>
        <source>utf-32</source>
        <translation>utf-32</translation>
    </message>
    <message>
        <source>utf-8</source>
        <translation>utf-8</translation>
    </message>
    <message>
        <source>utf-8-sig</source>
        <translation>utf-8-sig</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Micro-batch per device</source>
        <translation>每设备微批次</translation>
    </message>
    <message>
        <source>Rows in one pass of a rank: its part of the global batch, divided by the passes.</source>
        <translation>一个 rank 一遍计算的行数：它那份全局批量除以遍数。</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习内容</translation>
    </message>
    <message>
        <source>Texts are continued; of questions and conversations only the answers count; of two answers the better one is preferred.</source>
        <translation>文本：学习续写；问答和对话：只计算回答；两个回答：学习偏好较好的一个。</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>问答</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Preferred answers</source>
        <translation>偏好回答</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>介于</translation>
    </message>
    <message>
        <source>One of</source>
        <translation>其中之一</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>SchemaForm</name>
    <message>
        <source>Details ▾</source>
        <translation>详细设置 ▾</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详细设置</translation>
    </message>
    <message>
        <source>on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Details ▴</source>
        <translation>详细设置 ▴</translation>
    </message>
</context>
<context>
    <name>Score</name>
    <message>
        <source>naive answer: always the mean</source>
        <translation>基线：始终取均值</translation>
    </message>
    <message>
        <source>naive answer: always the most frequent</source>
        <translation>基线：始终取最常见的类别</translation>
    </message>
    <message>
        <source>naive answer: by frequency alone</source>
        <translation>基线：仅按频率</translation>
    </message>
    <message>
        <source>naive answer: always the most popular</source>
        <translation>基线：始终取最热门的</translation>
    </message>
    <message>
        <source>naive answer: means of user and item</source>
        <translation>基线：用户与物品的均值</translation>
    </message>
    <message>
        <source>naive answer</source>
        <translation>基线</translation>
    </message>
</context>
<context>
    <name>ScoreDialog</name>
    <message>
        <source>Score a file</source>
        <translation>对文件评分</translation>
    </message>
    <message>
        <source>Every row of the file is answered by “{0}”. The answers are written to a new CSV beside it.</source>
        <translation>由“{0}”回答文件的每一行。回答会写入同一文件夹中的新 CSV。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>or drop one here</source>
        <translation>或拖到这里</translation>
    </message>
    <message>
        <source>Scored</source>
        <translation>评分进度</translation>
    </message>
    <message>
        <source>Rows that were refused</source>
        <translation>被拒绝的行</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Why it was refused</source>
        <translation>拒绝原因</translation>
    </message>
    <message>
        <source>Not in the file: {0}. Rows go without.</source>
        <translation>文件中没有：{0}。各行将不含这些值。</translation>
    </message>
    <message>
        <source>Asking for the first rows</source>
        <translation>正在请求前几行</translation>
    </message>
    <message>
        <source>{0} rows scored</source>
        <translation>已评分 {0} 行</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} 行被拒绝</translation>
    </message>
    <message>
        <source>{0} rows/s</source>
        <translation>{0} 行/秒</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Tables and texts</source>
        <translation>表格和文本</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ScorePanel</name>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>naive answer</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
</context>
<context>
    <name>ScorePictures</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>F1 of each class</source>
        <translation>各类别的 F1</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>PR</source>
        <translation>PR</translation>
    </message>
    <message>
        <source>Which curve</source>
        <translation>显示哪条曲线</translation>
    </message>
    <message>
        <source>False positive rate</source>
        <translation>假阳性率</translation>
    </message>
    <message>
        <source>True positive rate</source>
        <translation>真阳性率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Probability it gave</source>
        <translation>预测概率</translation>
    </message>
    <message>
        <source>Share that was so</source>
        <translation>实际比例</translation>
    </message>
    <message>
        <source>How far off</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
</context>
<context>
    <name>ScoreTable</name>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>measured on the final weights</source>
        <translation>以最终权重测得</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>目前</translation>
    </message>
    <message>
        <source>Scores appear with the first evaluation.</source>
        <translation>首次评估后显示评分。</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>naive</source>
        <translation>基线</translation>
    </message>
</context>
<context>
    <name>ScoresTab</name>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>SearchCard</name>
    <message>
        <source>Auto</source>
        <translation>自动建模</translation>
    </message>
    <message>
        <source>Tries the sensible models of the task, all of them briefly and the best ones longer, and keeps the one that does best on the validation rows.</source>
        <translation>尝试适合此任务的各种模型：全部短暂训练，较好的训练更久，最后保留在验证行上表现最好的一个。</translation>
    </message>
</context>
<context>
    <name>ServeDialog</name>
    <message>
        <source>Serve a model</source>
        <translation>提供模型服务</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>At an address of its own</source>
        <translation>使用单独的地址</translation>
    </message>
    <message>
        <source>Behind an endpoint that runs</source>
        <translation>加入正在运行的服务端点</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>服务端点</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>提供服务</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ServeForm</name>
    <message>
        <source>{0} (not installed)</source>
        <translation>{0}（未安装）</translation>
    </message>
</context>
<context>
    <name>ServePage</name>
    <message>
        <source>Nothing is served yet</source>
        <translation>还没有提供服务的模型</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Serve a model</source>
        <translation>提供模型服务</translation>
    </message>
    <message>
        <source>Serve a finished model, and any program on this machine can ask it over HTTP. Its address, keys and a place to try it will be here.</source>
        <translation>为完成的模型提供服务后，这台机器上的任何程序都可以通过 HTTP 请求它。这里会显示它的地址、密钥和试用区。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>服务端点</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Tell me when a run ends</source>
        <translation>训练结束时通知我</translation>
    </message>
    <message>
        <source>Say what goes on running when I close the window</source>
        <translation>关闭窗口时说明哪些任务会继续运行</translation>
    </message>
</context>
<context>
    <name>SpecEditor</name>
    <message>
        <source>The engine could not check this run.</source>
        <translation>引擎无法检查此训练。</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>One thing must be mended first.</source>
        <translation>有一处需要先修正。</translation>
    </message>
    <message>
        <source>{count} things must be mended first.</source>
        <translation>有 {count} 处需要先修正。</translation>
    </message>
</context>
<context>
    <name>SpecFiles</name>
    <message>
        <source>Open a spec</source>
        <translation>打开设置文件</translation>
    </message>
    <message>
        <source>Specs (*.yaml *.yml *.json);;All files (*)</source>
        <translation>设置文件 (*.yaml *.yml *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save as YAML</source>
        <translation>保存为 YAML</translation>
    </message>
    <message>
        <source>Specs (*.yaml)</source>
        <translation>设置文件 (*.yaml)</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
</context>
<context>
    <name>SpecTab</name>
    <message>
        <source>Spec</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>as a file for the command line</source>
        <translation>可作为命令行使用的文件</translation>
    </message>
    <message>
        <source>Spec as YAML</source>
        <translation>YAML 设置</translation>
    </message>
    <message>
        <source>What it became</source>
        <translation>实际采用</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Cleaned</source>
        <translation>清洗</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>通信后端</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>启动次数</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>{0} without an answer</source>
        <translation>{0} 行缺少目标值</translation>
    </message>
    <message>
        <source>{0} without a time</source>
        <translation>{0} 行缺少时间</translation>
    </message>
    <message>
        <source>{0} with missing values</source>
        <translation>{0} 行有缺失值</translation>
    </message>
    <message>
        <source>{0} duplicates</source>
        <translation>{0} 行重复</translation>
    </message>
    <message>
        <source>{0} tokens left over</source>
        <translation>剩余 {0} 个 token</translation>
    </message>
    <message>
        <source>{0} that the template refuses</source>
        <translation>{0} 行不被模板接受</translation>
    </message>
    <message>
        <source>{0} whose answer is cut off</source>
        <translation>{0} 行截断后没有回答</translation>
    </message>
    <message>
        <source>{0} cut short</source>
        <translation>{0} 行被截断</translation>
    </message>
    <message>
        <source>nothing to clean</source>
        <translation>无需清洗</translation>
    </message>
    <message>
        <source>Step {0}, {1}</source>
        <translation>步骤 {0}，{1}</translation>
    </message>
</context>
<context>
    <name>Spinner</name>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
</context>
<context>
    <name>SplitCard</name>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Rows on each side</source>
        <translation>各部分的行数</translation>
    </message>
    <message>
        <source>Classes on each side</source>
        <translation>各部分的类别</translation>
    </message>
    <message>
        <source>Here the rows are not parted by shares; the plan of a run counts them.</source>
        <translation>此处的行不按比例划分；行数见训练计划。</translation>
    </message>
    <message>
        <source>Shown is the first fold.</source>
        <translation>显示的是第一折。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>left out, because what is to be predicted is missing</source>
        <translation>因预测目标缺失而舍去</translation>
    </message>
    <message>
        <source>left out, because values are missing</source>
        <translation>因有缺失值而舍去</translation>
    </message>
    <message>
        <source>rows with values that are filled in</source>
        <translation>有值被填补的行</translation>
    </message>
    <message>
        <source>left out as duplicates</source>
        <translation>因重复而舍去</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Start from a recipe</source>
        <translation>从配方开始</translation>
    </message>
    <message>
        <source>Each brings its own data, so that the first run is one more click.</source>
        <translation>每个配方都自带数据，再点一下就能开始第一次训练。</translation>
    </message>
    <message>
        <source>{name}  ·  {rows} rows · {size}</source>
        <translation>{name}  ·  {rows} 行 · {size}</translation>
    </message>
    <message>
        <source>Or from your own data</source>
        <translation>或使用您自己的数据</translation>
    </message>
    <message>
        <source>Drop a file or a folder here: a table, texts, images, conversations or ratings. The task, what to predict and a model are proposed.</source>
        <translation>把文件或文件夹拖到这里：表格、文本、图像、对话或用户评分。任务、预测目标和模型会自动建议。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>out of time</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>正在重新启动</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
</context>
<context>
    <name>StateNotice</name>
    <message>
        <source>It is started again by itself; nothing needs to be done.</source>
        <translation>它会自动重新启动，无需任何操作。</translation>
    </message>
    <message>
        <source>{0} could not be loaded.</source>
        <translation>{0} 未能加载。</translation>
    </message>
    <message>
        <source>{0} is being started again.</source>
        <translation>{0} 正在重新启动。</translation>
    </message>
    <message>
        <source>Requests wait for it for a few seconds.</source>
        <translation>请求会等待它几秒钟。</translation>
    </message>
    <message>
        <source>{0} is encrypted and waits for its passphrase.</source>
        <translation>{0} 已加密，正在等待口令。</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>{0} is asleep: nothing was asked for a while.</source>
        <translation>{0} 处于休眠状态：已有一段时间没有请求。</translation>
    </message>
    <message>
        <source>The next request loads it again.</source>
        <translation>下一个请求会重新加载它。</translation>
    </message>
    <message>
        <source>The swap failed; the version from before goes on answering.</source>
        <translation>切换失败；之前的版本继续应答。</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>Where a step&apos;s time goes</source>
        <translation>每步的时间分布</translation>
    </message>
    <message>
        <source>Measured about a second after the first steps.</source>
        <translation>开始后约一秒测得。</translation>
    </message>
    <message>
        <source>{0} ms, median of the last reports</source>
        <translation>{0} 毫秒，最近各次报告的中位数</translation>
    </message>
    <message>
        <source>{0} of the measured peak</source>
        <translation>实测峰值的 {0}</translation>
    </message>
    <message>
        <source>{0} sent a step</source>
        <translation>每步发送 {0}</translation>
    </message>
    <message>
        <source>{0} ms of communication hidden behind backward</source>
        <translation>{0} 毫秒的通信被反向计算掩盖</translation>
    </message>
    <message>
        <source>Rank {0} is {1} slower than the others: every step waits for it.</source>
        <translation>Rank {0} 比其他慢 {1}：每一步都要等它。</translation>
    </message>
    <message>
        <source>{device} is hot, {temperature} °C, and slows itself down.</source>
        <translation>{device} 过热（{temperature} °C），正在自行降速。</translation>
    </message>
    <message>
        <source>{name} (process {pid}) works on the same device.</source>
        <translation>{name}（进程 {pid}）正在使用同一设备。</translation>
    </message>
    <message>
        <source>Its data comes too slowly.</source>
        <translation>它的数据来得太慢。</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>communication</source>
        <translation>通信</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Some of the rows it changes</source>
        <translation>它改动的部分行</translation>
    </message>
    <message>
        <source>It changes no row</source>
        <translation>它没有改动任何行</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>StepForm</name>
    <message>
        <source>all that fit</source>
        <translation>所有适用列</translation>
    </message>
</context>
<context>
    <name>StepHead</name>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Change this step</source>
        <translation>修改此步骤</translation>
    </message>
    <message>
        <source>{before} → {after} rows</source>
        <translation>{before} → {after} 行</translation>
    </message>
    <message>
        <source>{before} rows</source>
        <translation>{before} 行</translation>
    </message>
    <message>
        <source>{count} touched</source>
        <translation>改动 {count}</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>all columns that fit</source>
        <translation>所有适用的列</translation>
    </message>
</context>
<context>
    <name>StepsDialog</name>
    <message>
        <source>Cleaning steps</source>
        <translation>清洗步骤</translation>
    </message>
    <message>
        <source>Use these steps</source>
        <translation>采用这些步骤</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Looked at the first {rows} of {total} rows.</source>
        <translation>查看了前 {rows} 行，共 {total} 行。</translation>
    </message>
</context>
<context>
    <name>StepsEditor</name>
    <message>
        <source>No steps: the data is used as it is. Steps are taken one after the other, from the top.</source>
        <translation>没有步骤：数据按原样使用。步骤从上到下依次执行。</translation>
    </message>
    <message>
        <source>Add a step ▾</source>
        <translation>添加步骤 ▾</translation>
    </message>
    <message>
        <source>Kinds of steps</source>
        <translation>步骤类型</translation>
    </message>
    <message>
        <source>No column is of the kind it works on.</source>
        <translation>没有它可处理的列。</translation>
    </message>
</context>
<context>
    <name>StepsTab</name>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>for {task}</source>
        <translation>用于 {task}</translation>
    </message>
    <message>
        <source>predicting {column}</source>
        <translation>预测 {column}</translation>
    </message>
    <message>
        <source>looked at the first {rows} of {total} rows</source>
        <translation>查看了前 {rows} 行，共 {total} 行</translation>
    </message>
</context>
<context>
    <name>StrategyCard</name>
    <message>
        <source>4 · Devices and strategy</source>
        <translation>4 · 设备与策略</translation>
    </message>
    <message>
        <source>2 · Devices</source>
        <translation>2 · 设备</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
</context>
<context>
    <name>StrategyChooser</name>
    <message>
        <source>More strategies ▾</source>
        <translation>更多策略 ▾</translation>
    </message>
    <message>
        <source>Let Modelyard choose</source>
        <translation>让 Modelyard 选择</translation>
    </message>
    <message>
        <source>on {0} devices</source>
        <translation>使用 {0} 个设备</translation>
    </message>
    <message>
        <source>{0} / device</source>
        <translation>每设备 {0}</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>容不下</translation>
    </message>
    <message>
        <source>Fewer strategies ▴</source>
        <translation>收起策略 ▴</translation>
    </message>
</context>
<context>
    <name>SwapDialog</name>
    <message>
        <source>Swap the version of {0}</source>
        <translation>切换 {0} 的版本</translation>
    </message>
    <message>
        <source>The new version is loaded and answers once by itself before it takes requests; the old one finishes those it has.</source>
        <translation>新版本加载后会先自行试答一次，再开始接收请求；旧版本会处理完已接收的请求。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>serves</source>
        <translation>服务中</translation>
    </message>
    <message>
        <source>loads</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Swapped. {0} requests were dropped.</source>
        <translation>已切换。丢弃了 {0} 个请求。</translation>
    </message>
    <message>
        <source>Loading; the old version goes on answering.</source>
        <translation>正在加载；旧版本继续应答。</translation>
    </message>
</context>
<context>
    <name>SweepCard</name>
    <message>
        <source>Search settings</source>
        <translation>超参数搜索</translation>
    </message>
    <message>
        <source>Vary a setting ▾</source>
        <translation>添加变动项 ▾</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Choose what is to vary: a learning rate, a width, the model itself. All else stays as it is below.</source>
        <translation>请选择要变动的设置：学习率、宽度，或模型本身。其余保持下方的设置。</translation>
    </message>
</context>
<context>
    <name>TalkPlayground</name>
    <message>
        <source>Playground</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>What the model should be and do, said before everything else</source>
        <translation>模型应扮演的角色和要做的事，置于所有内容之前</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>Say something: the model answers here, word by word.</source>
        <translation>说点什么：模型会在这里逐词回答。</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Message…</source>
        <translation>消息…</translation>
    </message>
    <message>
        <source>A text to go on with…</source>
        <translation>要续写的文本…</translation>
    </message>
    <message>
        <source>The model is not ready</source>
        <translation>模型尚未就绪</translation>
    </message>
</context>
<context>
    <name>TargetCard</name>
    <message>
        <source>Balance of the classes</source>
        <translation>类别分布</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>To predict: {column}</source>
        <translation>预测目标：{column}</translation>
    </message>
    <message>
        <source>proposed · {task}</source>
        <translation>建议 · {task}</translation>
    </message>
    <message>
        <source>Mean {mean}</source>
        <translation>均值 {mean}</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>其余所有</translation>
    </message>
    <message>
        <source>Rare: {classes}. A stratified split keeps their share on every side.</source>
        <translation>较少见：{classes}。分层划分会在各部分保持其比例。</translation>
    </message>
</context>
<context>
    <name>TrafficCard</name>
    <message>
        <source>Requests, last minute</source>
        <translation>最近一分钟的请求</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} 个失败</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} 个被拒绝</translation>
    </message>
    <message>
        <source>{0} dropped in the swap to {1}, {2}</source>
        <translation>{2}切换到 {1} 时丢弃 {0} 个</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>−{0} s</source>
        <translation>−{0} 秒</translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <source>3 · Training</source>
        <translation>3 · 训练</translation>
    </message>
</context>
<context>
    <name>TrialsPanel</name>
    <message>
        <source>Settings and scores</source>
        <translation>设置与评分</translation>
    </message>
    <message>
        <source>the better, the higher; a click chooses a run</source>
        <translation>越好的位置越高；单击可选择训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>scores on the validation rows</source>
        <translation>在验证行上的评分</translation>
    </message>
    <message>
        <source>Make this the recipe</source>
        <translation>设为配方</translation>
    </message>
    <message>
        <source>Open its model</source>
        <translation>打开其模型</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Every run stands here as soon as it begins.</source>
        <translation>每个训练一开始就会显示在这里。</translation>
    </message>
    <message>
        <source>Only the best run&apos;s model is kept; others can be trained again.</source>
        <translation>只保留最佳训练的模型；其他的可以重新训练。</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Unlock {0}</source>
        <translation>解锁 {0}</translation>
    </message>
    <message>
        <source>The model is decrypted in memory alone, and is locked again when the endpoint ends.</source>
        <translation>模型仅在内存中解密，端点结束后会重新锁定。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>{0} trains the same model as one device.</source>
        <translation>{0} 与单设备训练出同一个模型。</translation>
    </message>
    <message>
        <source>{0} does not train the same model as one device.</source>
        <translation>{0} 与单设备训练出的模型不同。</translation>
    </message>
    <message>
        <source>The losses differ by at most {0} of their value, at step {1} of {2} compared.</source>
        <translation>损失的相对差异最大为 {0}，出现在第 {1} 步（共比较 {2} 步）。</translation>
    </message>
    <message>
        <source>Rounding explains up to {0} in {1}.</source>
        <translation>在 {1} 精度下，舍入可以解释不超过 {0} 的差异。</translation>
    </message>
    <message>
        <source>That is more than rounding explains, {0} in {1}: report it with both runs.</source>
        <translation>这超出了舍入所能解释的范围（{1} 精度下为 {0}）：请连同两次训练一起报告。</translation>
    </message>
    <message>
        <source>{0} and one device take the same 20 steps, with the same seed.</source>
        <translation>{0} 与单设备用相同的种子运行同样的 20 步。</translation>
    </message>
    <message>
        <source>Each step&apos;s losses are compared as soon as both have taken it.</source>
        <translation>两者都完成某一步后，立即比较该步的损失。</translation>
    </message>
    <message>
        <source>Nothing could be compared.</source>
        <translation>没有可以比较的内容。</translation>
    </message>
    <message>
        <source>One of the runs ended before it had taken the steps; its page says why.</source>
        <translation>其中一次训练在走完这些步之前就结束了；它的页面说明了原因。</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”: the difference is not more than luck explains, {2}.</source>
        <translation>“{0}”与“{1}”：差异未超出偶然所能解释的范围，{2}。</translation>
    </message>
    <message>
        <source>“{0}” is better than “{1}”, and that is unlikely to be luck, {2}.</source>
        <translation>“{0}”优于“{1}”，且不太可能出于偶然，{2}。</translation>
    </message>
    <message>
        <source>Whether “{0}” or “{1}” is better cannot be told from these rows.</source>
        <translation>从这些行无法判断“{0}”与“{1}”哪个更好。</translation>
    </message>
    <message>
        <source>{0} {1} and {2} on the {3} test rows that both answered.</source>
        <translation>在两者都回答过的 {3} 行测试数据上，{0} 分别为 {1} 和 {2}。</translation>
    </message>
    <message>
        <source>Difference {0}.</source>
        <translation>差异 {0}。</translation>
    </message>
    <message>
        <source>Difference {0}, in 95 of 100 such test sets between {1} and {2}.</source>
        <translation>差异 {0}；100 个这样的测试集中有 95 个介于 {1} 与 {2} 之间。</translation>
    </message>
    <message>
        <source>Their test parts are not the same; the rows that only one of them held out do not count.</source>
        <translation>两者的测试部分不同；只被其中一个留出的行不计入。</translation>
    </message>
</context>
<context>
    <name>WeightsRow</name>
    <message>
        <source>By column</source>
        <translation>按列</translation>
    </message>
    <message>
        <source>What it leans on</source>
        <translation>特征重要性</translation>
    </message>
    <message>
        <source>{0}, worst first</source>
        <translation>{0}，最差的在前</translation>
    </message>
    <message>
        <source>{0} lost when a column says nothing, on {1} rows</source>
        <translation>某列失去信息后 {0} 变差多少，基于 {1} 行</translation>
    </message>
</context>
<context>
    <name>_ChoiceField</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>_ColumnList</name>
    <message>
        <source>Search columns</source>
        <translation>搜索列</translation>
    </message>
    <message>
        <source>All or none</source>
        <translation>全选或全不选</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>_Mean</name>
    <message>
        <source>naive {0}</source>
        <translation>基线 {0}</translation>
    </message>
</context>
<context>
    <name>_Rows</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>{name} (new)</source>
        <translation>{name}（新增）</translation>
    </message>
    <message>
        <source>{name} (goes)</source>
        <translation>{name}（移除）</translation>
    </message>
    <message>
        <source>{row} · left out</source>
        <translation>{row} · 已舍去</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Some of the images</source>
        <translation>部分图像</translation>
    </message>
</context>
</TS>
