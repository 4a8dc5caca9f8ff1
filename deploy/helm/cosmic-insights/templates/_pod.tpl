{{/* What pods of all roles have in common. Takes (dict "root" $ "role" "api"). */}}
{{- define "cosmic.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
# Running jobs get 5 seconds to end, then queue, stores and model are closed.
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "cosmic.selector" . | nindent 8 }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "cosmic.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Probes by HTTP on the port "http". Takes (dict "ready" "/readyz"). */}}
{{- define "cosmic.probes" -}}
# A start waits for its servers and runs migrations; both may take a while.
startupProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 5
  failureThreshold: 120
livenessProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 15
  timeoutSeconds: 8
  failureThreshold: 4
readinessProbe:
  httpGet: { path: {{ .ready }}, port: http }
  periodSeconds: 10
  timeoutSeconds: 8
{{- end }}
