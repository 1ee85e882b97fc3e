"""Every path of an endpoint. What stands in no table here is answered with 404, after the key was asked for."""

from engine.serve.http import listing, manage, predict
from engine.serve.http.openai import routes as openai
from engine.serve.http.route import Routes
from engine.serve.http.v2 import routes as v2

ROUTES: Routes = {**predict.ROUTES, **openai.ROUTES, **listing.ROUTES, **manage.ROUTES, **v2.ROUTES}
