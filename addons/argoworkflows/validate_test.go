package argoworkflows_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/argoworkflows"
)

// errorsOf are the errors of options, each as one string.
func errorsOf(o options) []string {
	_, err := argoworkflows.New(o).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	return got
}

func TestBadOptions(t *testing.T) {
	monitor := &addon.ServiceMonitor{}
	sso := &argoworkflows.SSO{Issuer: "https://a", ClientID: secret("a", "b"), ClientSecret: secret("a", "b"), RedirectURL: "https://a/oauth2/callback"}
	bucket := &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{Bucket: "b"}}
	server := argoworkflows.DatabaseServer{Host: "a", Database: "b", Username: secret("a", "b")}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{
			"controller",
			options{
				InstanceID: "A", NavColor: "\n", TemplateReferencing: "Loose", CRDs: "some",
				Controller: argoworkflows.Controller{
					Pods:           addon.Pods{Replicas: new(int32(2))},
					LeaderElection: argoworkflows.LeaderElection{Disabled: true, RetryPeriod: seconds(1)},
					LogLevel:       "trace",
					Metrics:        argoworkflows.ControllerMetrics{Disabled: true, ServiceMonitor: monitor, Port: 6060, TTL: metav1.Duration{Duration: time.Millisecond}},
				},
				Events: argoworkflows.Events{NoNodes: true, NodesAsPods: true},
			},
			[]string{
				`crds: Unsupported value: "some": supported values: "minimal", "full", "skip"`,
				`controller.metrics.serviceMonitor: Forbidden: needs the metrics that disabled leaves out`,
				`controller.logLevel: Unsupported value: "trace": supported values: "debug", "info", "warn", "error"`,
				`instanceID: Invalid value: "A": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
				`templateReferencing: Unsupported value: "Loose": supported values: "Strict", "Secure"`,
				`events.nodesAsPods: Forbidden: excludes noNodes: only one of them can be set`,
				"navColor: Invalid value: \"\\n\": must match ^[#A-Za-z0-9(][^\\n]*$",
				`controller.leaderElection: Forbidden: nobody is elected: disabled is set`,
				`controller.pods.replicas: Invalid value: 2: must be 0 or 1 without an election: each would do everything`,
				`controller.metrics.port: Invalid value: 6060: is the port by which the controller tells that it is well`,
				`controller.metrics.ttl: Invalid value: "1ms": must be whole seconds`,
			},
		},
		{
			"an election that nobody wins",
			options{Controller: argoworkflows.Controller{LeaderElection: argoworkflows.LeaderElection{RenewDeadline: seconds(20)}}},
			[]string{`controller.leaderElection.renewDeadline: Invalid value: "20s": must be less than leaseDuration, 15s`},
		},
		{
			"no server",
			options{
				SSO: sso,
				Server: argoworkflows.Server{
					Disabled: true, ServiceMonitor: monitor, Ingress: &argoworkflows.Ingress{Hosts: []string{"a"}, Issuer: &addon.IssuerRef{Name: "a"}},
					Certificate: addon.ServingCertificate{Secret: "a"},
				},
			},
			[]string{
				`server.ingress.tlsSecret: Required value: the issuer's certificate is written to it`,
				`server.ingress: Forbidden: needs the server that disabled leaves out`,
				`server.serviceMonitor: Forbidden: needs the server that disabled leaves out`,
				`server.certificate: Forbidden: needs the server that disabled leaves out`,
				`sso: Forbidden: needs the server that server.disabled leaves out`,
			},
		},
		{
			"server",
			options{
				Server: argoworkflows.Server{
					AuthModes: []argoworkflows.AuthMode{argoworkflows.SSOAuth}, PlainHTTP: true, Certificate: addon.ServingCertificate{Secret: "a"},
					Pods: addon.Pods{Replicas: new(int32(2))}, Autoscaling: hpa.Autoscaling{Enabled: true},
					Service: argoworkflows.Service{NodePort: 30000, LoadBalancerIP: "192.0.2.1"}, ServiceMonitor: monitor,
					Ingress: &argoworkflows.Ingress{Hosts: []string{"a"}, ALB: &alb.Ingress{BackendProtocol: alb.HTTPS, TargetType: alb.Instance}},
				},
			},
			[]string{
				`server.pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
				`server.certificate: Forbidden: excludes plainHTTP: only one of them can be set`,
				`sso: Required value: server.authModes has sso`,
				`server.anonymousMetrics: Required value: server.authModes doesn't have client, by which Prometheus logs in`,
				`server.service.nodePort: Forbidden: needs the type NodePort or LoadBalancer`,
				`server.service.loadBalancerIP: Forbidden: needs the type LoadBalancer`,
				`server.ingress.alb.backendProtocol: Invalid value: "HTTPS": must be HTTP, which the server speaks`,
				`server.ingress.alb.targetType: Invalid value: "instance": needs a Service of the type NodePort`,
			},
		},
		{
			"sso",
			options{
				SingleNamespace: true,
				Server:          argoworkflows.Server{AuthModes: []argoworkflows.AuthMode{argoworkflows.ClientAuth}, OwnSecretsOnly: true},
				SSO: &argoworkflows.SSO{
					Issuer: "dex", RedirectURL: "https://a/callback", FilterGroups: []string{"("}, RootCA: "a", ServerRights: true, DelegateToNamespaces: true,
					Accounts: []argoworkflows.SSOAccount{{Name: "a", Rule: "true", ClusterRole: "view"}, {Name: "a", Namespaces: []string{"b"}}},
				},
			},
			[]string{
				`sso.rootCA: Invalid value: "a": must be a certificate in PEM`,
				"sso.filterGroups[0]: Invalid value: \"(\": must be a regular expression: error parsing regexp: missing closing ): `(`",
				`sso.accounts: Forbidden: serverRights gives everybody the same`,
				`sso.delegateToNamespaces: Forbidden: serverRights gives everybody the same`,
				`sso.issuer: Invalid value: "dex": must match ^https?://`,
				`sso.clientID: Required value: no default can know it`,
				`sso.clientSecret: Required value: no default can know it`,
				`sso.redirectURL: Invalid value: "https://a/callback": must match ^https?://[^ ]+/oauth2/callback$`,
				`sso.accounts[1].rule: Required value: no default can know it`,
				`sso.accounts[1].clusterRole: Required value: no default can know it`,
				`sso: Forbidden: server.authModes doesn't have sso`,
				`server.ownSecretsOnly: Forbidden: sso.delegateToNamespaces needs the tokens of accounts in other namespaces`,
				`sso.accounts[1].name: Duplicate value: "a"`,
				`sso.accounts[1].namespaces: Forbidden: singleNamespace is set`,
				`sso.delegateToNamespaces: Forbidden: singleNamespace is set`,
			},
		},
		{
			"artifacts",
			options{
				ArtifactRepository: &argoworkflows.ArtifactRepository{S3: &argoworkflows.S3Repository{
					S3Bucket: argoworkflows.S3Bucket{
						Endpoint: "https://a", AccessKeySecret: new(secret("a", "b")),
						EncryptionOptions: &argoworkflows.S3Encryption{KMSEncryptionContext: "{}", ServerSideCustomerKeySecret: new(secret("a", "b"))},
					},
				}, GCS: &argoworkflows.GCSRepository{}},
				ArtifactRepositories: []argoworkflows.ArtifactRepositories{
					{Name: "a", Default: "b", Repositories: map[string]argoworkflows.ArtifactRepository{"c d": {S3: bucket}}},
					{Name: "a", Repositories: map[string]argoworkflows.ArtifactRepository{"e": {Azure: &argoworkflows.AzureRepository{AzureContainer: argoworkflows.AzureContainer{Endpoint: "https://a", Container: "b"}}}}},
				},
			},
			[]string{
				`artifactRepository.gcs: Forbidden: excludes s3: only one of them can be set`,
				`artifactRepository.s3: Required value: accessKeySecret and secretKeySecret belong together`,
				`artifactRepository.s3.bucket: Required value: no default can know it`,
				`artifactRepository.s3.endpoint: Invalid value: "https://a": must match ^[^/ ]+$`,
				`artifactRepository.s3.encryptionOptions.enableEncryption: Required value: without it nothing is encrypted by what stands here`,
				`artifactRepository.s3.encryptionOptions.kmsEncryptionContext: Forbidden: needs kmsKeyId`,
				`artifactRepositories[0].default: Unsupported value: "b": supported values: "c d"`,
				`artifactRepositories[1].repositories[e].azure: Required value: needs one of accountKeySecret, useSDKCreds`,
				`artifactRepositories[0].repositories[c d]: Invalid value: "c d": must be a key of a ConfigMap, and match ^[-._a-zA-Z0-9]+$`,
				`artifactRepositories[1].name: Duplicate value: "a"`,
			},
		},
		{
			"databases",
			options{
				Persistence: &argoworkflows.Persistence{
					ArchiveTTL: metav1.Duration{Duration: time.Millisecond}, ArchiveLabelSelector: &metav1.LabelSelector{},
					Database: argoworkflows.Database{
						PostgreSQL:     &argoworkflows.PostgreSQL{DatabaseServer: server, SSLMode: argoworkflows.SSLRequire, AWSRDSToken: &argoworkflows.AWSRDSToken{UserARN: "argo"}, AzureToken: &argoworkflows.AzureToken{}},
						MySQL:          &argoworkflows.MySQL{DatabaseServer: server},
						ConnectionPool: &argoworkflows.ConnectionPool{ConnMaxLifetime: metav1.Duration{Duration: time.Millisecond}},
					},
				},
				Synchronization: &argoworkflows.LockDatabase{},
			},
			[]string{
				`persistence.mysql: Forbidden: excludes postgresql: only one of them can be set`,
				`persistence.postgresql.azureToken: Forbidden: excludes awsRDSToken: only one of them can be set`,
				`persistence.postgresql.ssl: Required value: awsRDSToken needs it`,
				`persistence.postgresql.sslMode: Forbidden: needs ssl`,
				`persistence.postgresql.awsRDSToken.userARN: Invalid value: "argo": must match ^arn:aws[a-z-]*:rds-db:[^: ]+:[0-9]{12}:dbuser:[^ ]+$`,
				`persistence.mysql.passwordSecret: Required value: no default can know it`,
				`persistence.connectionPool.connMaxLifetime: Invalid value: "1ms": must be whole seconds`,
				`synchronization: Required value: needs one of postgresql, mysql`,
				`synchronization.controllerName: Required value: no default can know it`,
				`persistence.archiveTTL: Invalid value: "1ms": must be whole seconds`,
				`persistence.archiveTTL: Forbidden: needs archive`,
				`persistence.archiveLabelSelector: Forbidden: needs archive`,
			},
		},
		{
			"namespaces",
			options{
				SingleNamespace: true,
				WorkflowNamespaces: []argoworkflows.WorkflowNamespace{
					{Name: "a"}, {Name: "argo", ServiceAccount: "argo-server"}, {Name: "argo"}, {Name: "argo"},
					{Name: "argo", ServiceAccount: "b", Existing: true, ImagePullSecrets: []corev1.LocalObjectReference{{Name: "c"}}},
				},
				ArtifactRepositories:     []argoworkflows.ArtifactRepositories{{Namespace: "a", Repositories: map[string]argoworkflows.ArtifactRepository{"b": {S3: bucket}}}},
				WorkflowTemplates:        []argoworkflows.NamedWorkflowTemplate{{Named: argoworkflows.Named{Name: "a"}, Namespace: "b"}},
				ClusterWorkflowTemplates: []argoworkflows.NamedClusterWorkflowTemplate{{Named: argoworkflows.Named{Name: "a"}}},
			},
			[]string{
				`workflowNamespaces[4].imagePullSecrets: Forbidden: the account is there already`,
				`workflowNamespaces[0].name: Invalid value: "a": must be argo, since singleNamespace is set`,
				`workflowNamespaces[1].serviceAccount: Invalid value: "argo-server": is the addon's own`,
				`workflowNamespaces[3].serviceAccount: Duplicate value: "argo-workflow"`,
				`artifactRepositories[0].namespace: Invalid value: "a": must be argo, since singleNamespace is set`,
				`workflowTemplates[0].namespace: Invalid value: "b": must be argo, since singleNamespace is set`,
				`workflowTemplates[0].serviceAccountName: Required value: workflowNamespaces doesn't have b, and the account default can't report what became of a pod`,
				`clusterWorkflowTemplates[0]: Forbidden: singleNamespace is set, with which the controller reads none`,
			},
		},
	} {
		if diff := cmp.Diff(tc.want, errorsOf(tc.options)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
