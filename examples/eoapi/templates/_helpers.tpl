{{/* The labels of an object; call with (dict "root" $ "name" <its name>). */}}
{{- define "eoapi.labels" -}}
app: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: eoapi
gitsha: {{ required "gitSha is required: the commit that is deployed" .root.Values.gitSha | quote }}
{{- end }}

{{/* What makes a Helm hook of an object, if wanted; call with (dict "root" $ "weight" <weight> "policy" <policy>). */}}
{{- define "eoapi.hook" -}}
{{- if .root.Values.pgstacBootstrap.helmHooks -}}
annotations:
  helm.sh/hook: post-install,post-upgrade
  helm.sh/hook-weight: {{ .weight | quote }}
  helm.sh/hook-delete-policy: {{ .policy }}
{{- end }}
{{- end }}

{{/* The connection to the database, from the operator's Secret; call with (dict "root" $ "user" <user>). */}}
{{- define "eoapi.pgenv" -}}
{{- range $variable, $key := dict "PGHOST" "host" "PGPORT" "port" "PGUSER" "user" "PGPASSWORD" "password" -}}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ $.root.Release.Name }}-pguser-{{ $.user }}
      key: {{ $key }}
{{ end -}}
- name: PGDATABASE
  value: {{ .root.Values.postgrescluster.database }}
{{- end }}

{{/*
  A Job down to where its containers begin; call with (dict "root" $ "name" <name> "weight" <weight>).

  Each may run again at every sync. None has a time to live, and as Helm hooks they aren't deleted when they succeed: a
  pod that starts next month still looks for the finished ones.
*/}}
{{- define "eoapi.job" -}}
{{- $name := printf "%s-%s" .root.Release.Name .name -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  labels:
    {{- include "eoapi.labels" (dict "root" .root "name" $name) | nindent 4 }}
  {{- with include "eoapi.hook" (dict "root" .root "weight" .weight "policy" .root.Values.pgstacBootstrap.jobDeletePolicy) }}
  {{- . | nindent 2 }}
  {{- end }}
spec:
  backoffLimit: 3
  template:
    metadata:
      labels:
        {{- include "eoapi.labels" (dict "root" .root "name" $name) | nindent 8 }}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
{{- end }}
