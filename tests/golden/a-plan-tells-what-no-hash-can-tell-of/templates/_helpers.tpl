{{- define "web.password" }}{{ randAlphaNum 20 | b64enc }}{{ end }}
