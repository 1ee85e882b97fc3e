"""Every path of an endpoint. What stands in no table here is answered with 404, after the key was asked for."""

from engine.serve.http.route import Routes

ROUTES: Routes = {}
