{{- range $name, $value := .Values.pgstacBootstrap.settings }}
INSERT INTO pgstac.pgstac_settings (name, value) VALUES ('{{ $name }}', '{{ $value | replace "'" "''" }}')
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
{{- end }}
