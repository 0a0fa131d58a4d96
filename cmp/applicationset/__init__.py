"""The Applications that an ApplicationSet makes, as the applicationset controller of Argo CD would."""
