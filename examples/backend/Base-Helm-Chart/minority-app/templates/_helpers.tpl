{{- define "minority-app.labels" -}}
app: {{ .Release.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: backend
{{- end }}

{{/* A pod, the same in a Deployment and a CronJob; ports and probe are the Deployment's own. */}}
{{- define "minority-app.pod" -}}
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
automountServiceAccountToken: false
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
containers:
  - name: app
    image: {{ .Values.image.registry }}/{{ .Release.Name }}:{{ .Values.image.tag }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    {{- with .Values.configuration }}
    envFrom:
      - configMapRef:
          name: {{ . }}
    {{- end }}
    env:
      {{- toYaml .Values.env | nindent 6 }}
    resources:
      {{- toYaml .Values.resources | nindent 6 }}
{{- end }}
