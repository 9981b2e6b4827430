package awslbc

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "aws-load-balancer-controller"
	version = "v3.5.0" // of the image and of the definitions in crds.yaml
)

// Definition is the addon aws-load-balancer-controller.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    version,
		Source:     "https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/" + version + "/helm/aws-load-balancer-controller",
		Kubernetes: ">=1.22",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, with a
// certificate of cert-manager's for the webhooks.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods. One at a time changes what is in AWS; all answer the webhooks. Two run where
	// neither this nor an autoscaler says how many.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Has the number of pods follow their load, which is that of the webhooks.
	Autoscaling Autoscaling `json:"autoscaling,omitzero"`

	// The cluster's name, by which the controller knows its load balancers and its subnets:
	// the target's, where it is left out. It can't change while there are load balancers.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=100,pattern=^[0-9A-Za-z][0-9A-Za-z_.-]*$"`

	// The AWS region of the load balancers: the cluster's, where it is left out and the
	// cluster is on AWS; what the pod's node says, elsewhere.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The VPC of the load balancers, such as "vpc-0123456789abcdef0": that of the target's
	// account, where it is left out; what the pod's node says, if there is none.
	VPCID string `json:"vpcID,omitempty" jsonschema:"pattern=^vpc-[0-9a-f]+$"`

	// Tags by which the VPC is found, in place of its ID. One VPC must have them all, and no
	// other.
	VPCTags map[string]string `json:"vpcTags,omitempty"`

	// How AWS is called, and how often.
	API API `json:"api,omitzero"`

	// An AWS access key in a Secret, by which AWS is called in place of a role.
	AccessKey *AccessKey `json:"accessKey,omitempty"`

	// The class by which Ingresses choose this controller.
	IngressClass IngressClass `json:"ingressClass,omitzero"`

	// Further classes, each with parameters of its own: one for what the Internet sees
	// beside one for what it doesn't.
	MoreIngressClasses []NamedClass `json:"moreIngressClasses,omitempty"`

	// Serves Ingresses that name no class too, and of those that choose one by annotation
	// "alb" alone.
	WatchIngressWithoutClass bool `json:"watchIngressWithoutClass,omitempty"`

	// The one namespace whose Ingresses, Services and TargetGroupBindings are served; all of
	// them where it is left out.
	WatchNamespace string `json:"watchNamespace,omitempty" jsonschema:"maxLength=63"`

	// Refuses Ingresses that newly choose this controller by the annotation
	// kubernetes.io/ingress.class.
	DisableIngressClassAnnotation bool `json:"disableIngressClassAnnotation,omitempty"`

	// Refuses Ingresses that newly join a group by annotation, by which anybody who may write
	// one can add rules to somebody else's load balancer. Classes still name groups.
	DisableIngressGroupNameAnnotation bool `json:"disableIngressGroupNameAnnotation,omitempty"`

	// Leaves a load balancer as it is while one of its rules leads to a Service that doesn't
	// exist. Otherwise that rule alone answers with 503.
	RefuseMissingServices bool `json:"refuseMissingServices,omitempty"`

	// Leaves a load balancer as it is while one of its rules names an action that no
	// annotation describes. Otherwise that rule alone answers with 503.
	RefuseMissingActions bool `json:"refuseMissingActions,omitempty"`

	// What load balancers send requests to, unless a class, Ingress or Service says
	// otherwise: "instance", ports of nodes, where it is left out, or "ip", the pods
	// themselves, which spares a hop where pods have addresses of the VPC.
	DefaultTargetType TargetType `json:"defaultTargetType,omitempty"`

	// Who reaches load balancers, unless a class, Ingress or Service says otherwise:
	// "internal" where it is left out.
	DefaultLoadBalancerScheme Scheme `json:"defaultLoadBalancerScheme,omitempty"`

	// The policy for TLS that listeners have, unless a class, Ingress or Service says
	// otherwise: "ELBSecurityPolicy-2016-08" where it is left out, which still takes TLS 1.0.
	DefaultSSLPolicy string `json:"defaultSSLPolicy,omitempty" jsonschema:"pattern=^ELBSecurityPolicy-[0-9A-Za-z-]+$"`

	// Tags of all that the controller makes in AWS. They go before the tags of classes and
	// annotations, unless the feature EnableDefaultTagsLowPriority turns that around.
	DefaultTags map[string]string `json:"defaultTags,omitempty"`

	// Keys of tags that somebody else sets on what the controller makes. It leaves them be.
	ExternalManagedTags []string `json:"externalManagedTags,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=128"`

	// Leaves Shield Advanced alone: nothing is protected by annotation. All three of these
	// are needed where AWS is reached by VPC endpoints only.
	DisableShield bool `json:"disableShield,omitempty"`

	// Leaves WAF Classic alone.
	DisableWAF bool `json:"disableWAF,omitempty"`

	// Leaves WAFv2 alone, for web ACLs that Firewall Manager or Terraform attaches. Otherwise
	// the controller takes them off again.
	DisableWAFv2 bool `json:"disableWAFv2,omitempty"`

	// The security group that load balancers share, from which nodes and pods take their
	// requests.
	BackendSecurityGroup BackendSecurityGroup `json:"backendSecurityGroup,omitzero"`

	// Opens all ports of nodes and pods to the load balancers, and not only those that
	// Services and their health checks use.
	UnrestrictedSecurityGroupRules bool `json:"unrestrictedSecurityGroupRules,omitempty"`

	// Tags beside the cluster's by which the security group of nodes and pods is found that
	// gets the rules, where network interfaces have several.
	ServiceTargetENISecurityGroupTags map[string]string `json:"serviceTargetENISecurityGroupTags,omitempty"`

	// The class of Services of type LoadBalancer that are served: "service.k8s.aws/nlb" where
	// it is left out.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=253,pattern=^[0-9A-Za-z][0-9A-Za-z_./-]*$"`

	// How many targets are put into a target group at most, so that a quota of AWS is not
	// met; no limit, where it is left out.
	MaxTargetsPerTargetGroup int32 `json:"maxTargetsPerTargetGroup,omitempty" jsonschema:"minimum=1"`

	// Finds pods by Endpoints, which hold 1000 at most, and not by EndpointSlices.
	NoEndpointSlices bool `json:"noEndpointSlices,omitempty"`

	// Doesn't hold back new pods until their load balancer finds them healthy, in namespaces
	// that are labelled for it.
	DisablePodReadinessGates bool `json:"disablePodReadinessGates,omitempty"`

	// The environment variable that tells a pod its server ID for QUIC:
	// "AWS_LBC_QUIC_SERVER_ID" where it is left out.
	QUICServerIDVariable string `json:"quicServerIDVariable,omitempty" jsonschema:"pattern=^[A-Za-z_][A-Za-z0-9_]*$"`

	// The ARNs of the authorities, in ACM or Private CA, of whose certificates one is chosen
	// for an Ingress by its host; all certificates in ACM where it is left out.
	CertificateAuthorities []string `json:"certificateAuthorities,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:acm-pca:[^ \\,]+$"`

	// The ARN of the private authority that issues certificates for Ingresses which ask for
	// one, and name none. It needs the feature EnableCertificateManagement.
	DefaultCertificateAuthority string `json:"defaultCertificateAuthority,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:acm-pca:[^ \\,]+$"`

	// The ARNs of roles, in other accounts, that TargetGroupBindings may name to reach target
	// groups there. The addon's role may assume them.
	TargetGroupRoles []string `json:"targetGroupRoles,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// The namespaces whose Secrets the controller may read, for Ingresses there that have
	// users log in by OIDC: the client's ID and secret are in one.
	SecretNamespaces []string `json:"secretNamespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`

	// Lets the controller read the Secrets of all namespaces. Prefer secretNamespaces.
	AllSecrets bool `json:"allSecrets,omitempty"`

	// A label, as "key=value", without which the controller doesn't use a Secret.
	RequiredSecretsLabel string `json:"requiredSecretsLabel,omitempty" jsonschema:"pattern=^[0-9A-Za-z][0-9A-Za-z_./-]*=[0-9A-Za-z_.-]+$"`

	// Features that are switched on or off. The controller doesn't start with one that it
	// doesn't know, so others than those of this version are refused.
	FeatureGates map[FeatureGate]bool `json:"featureGates,omitempty"`

	// How many objects of each kind are worked on at once.
	Concurrency Concurrency `json:"concurrency,omitzero"`

	// How often everything is compared with AWS, whether or not something changed: 10 h where
	// it is left out. Shorter ones use up the rate limits that Terraform needs too.
	SyncPeriod metav1.Duration `json:"syncPeriod,omitzero"`

	// How long the pauses grow between tries for a TargetGroupBinding that fails: 16m40s where
	// it is left out.
	TargetGroupBindingMaxBackoff metav1.Duration `json:"targetGroupBindingMaxBackoff,omitzero"`

	// How long to wait before looking again at targets that AWS is still changing: 15 s where
	// it is left out.
	TargetGroupBindingRequeue metav1.Duration `json:"targetGroupBindingRequeue,omitzero"`

	// How long the pauses grow between tries for a GlobalAccelerator that fails: 16m40s where
	// it is left out.
	GlobalAcceleratorMaxBackoff metav1.Duration `json:"globalAcceleratorMaxBackoff,omitzero"`

	// How often a new load balancer is looked at until it is active: every 2 min where it is
	// left out.
	StabilizationInterval metav1.Duration `json:"stabilizationInterval,omitzero"`

	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The ports that the pods listen on.
	Ports Ports `json:"ports,omitzero"`

	// Runs the pods in the network of their nodes, for networks in which the control plane
	// can't reach pods. Ports are then the nodes' own: two pods need two nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// What is checked and changed before it is stored, and the certificate for that.
	Webhook Webhook `json:"webhook,omitzero"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an operator
	// finds the pods. With a ServiceMonitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape the metrics, by way of a Service of their own.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }
