"""The request: the application to render, from Argo CD's environment and parameters or from an Application manifest."""
