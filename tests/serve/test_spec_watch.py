import resource

from engine.schema.serve import ServeSpec
from engine.serve.spec_watch import SpecWatch


def write(path, *names):
    spec = ServeSpec.model_validate({"models": [{"name": name, "model": name} for name in names]})
    aside = path.with_suffix(".tmp")
    aside.write_text(spec.model_dump_json())
    aside.replace(path)
    return spec


def test_a_rewritten_spec_is_told_once_and_one_that_makes_no_sense_never(tmp_path, capsys):
    path = tmp_path / "spec.json"
    first = write(path, "a")
    watch = SpecWatch(path)
    assert (watch.spec, watch.changed()) == (first, None)
    second = write(path, "a", "b")
    assert watch.changed() == second
    assert watch.changed() is None
    path.write_text("{")
    assert watch.changed() is None
    path.unlink()
    assert watch.changed() is None
    assert watch.spec == second
    assert "cannot be followed" in capsys.readouterr().err


def test_a_spec_that_cannot_be_read_for_a_moment_is_read_later(tmp_path):
    path = tmp_path / "spec.json"
    write(path, "a")
    watch = SpecWatch(path)
    second = write(path, "a", "b")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))  # no descriptor is left
    try:
        assert watch.changed() is None
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert watch.changed() == second
