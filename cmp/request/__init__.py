"""What is asked for: Argo CD's environment, parameters, or an Application manifest, as one AppRequest."""
