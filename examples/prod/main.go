// Prod is a company's production cluster on Amazon EKS.
//
//	go run ./examples/prod
package main

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/argocd"
	"github.com/fitout/fitout/addons/argoworkflows"
	"github.com/fitout/fitout/addons/awslbc"
	"github.com/fitout/fitout/addons/certmanager"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/addons/coredns"
	"github.com/fitout/fitout/addons/custommetrics"
	"github.com/fitout/fitout/addons/datadog"
	"github.com/fitout/fitout/addons/deploymentduplicator"
	"github.com/fitout/fitout/addons/dex"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/addons/emissary"
	"github.com/fitout/fitout/addons/externaldns"
	"github.com/fitout/fitout/addons/hnc"
	"github.com/fitout/fitout/addons/ingressnginx"
	"github.com/fitout/fitout/addons/istio"
	"github.com/fitout/fitout/addons/k8nskel"
	"github.com/fitout/fitout/addons/k8scd"
	"github.com/fitout/fitout/addons/karpenter"
	"github.com/fitout/fitout/addons/kubeapiserver"
	"github.com/fitout/fitout/addons/kubefork"
	"github.com/fitout/fitout/addons/kubernetes"
	"github.com/fitout/fitout/addons/loki"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/addons/nodelocaldns"
	"github.com/fitout/fitout/addons/nvidiadeviceplugin"
	"github.com/fitout/fitout/addons/oauth2proxy"
	"github.com/fitout/fitout/addons/oauth2proxymanager"
	"github.com/fitout/fitout/addons/prometheusoperator"
	"github.com/fitout/fitout/addons/rbac"
	"github.com/fitout/fitout/addons/storageclass"
	"github.com/fitout/fitout/addons/telepresence"
	"github.com/fitout/fitout/addons/vault"
	"github.com/fitout/fitout/addons/velero"
	"github.com/fitout/fitout/addons/virtualservicecontroller"
	"github.com/fitout/fitout/addons/vpa"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

func main() { render.Main(prod()) }

// domain is where the company's internal tools and development environments are served.
const domain = "dev.example.com"

func prod() cluster.Cluster {
	return cluster.Cluster{
		Target: addon.Target{
			Name:       "prod",
			Kubernetes: "1.34",
			Domain:     domain,
			AWS:        account(),
			// Images come by way of the account's own registry, which keeps what upstream
			// deletes and needs no way out to the internet.
			Mirror: addon.Mirror{
				"docker.io":              "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/docker-hub",
				"ghcr.io":                "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/github",
				"nvcr.io":                "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/nvidia",
				"public.ecr.aws":         "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/ecr-public",
				"quay.io":                "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/quay",
				"registry.datadoghq.com": "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/datadog",
				"registry.k8s.io":        "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/kubernetes",
			},
		},
		Labels: map[string]string{"example.com/cost-center": "infrastructure"},
		Existing: cluster.Existing{
			Secrets: map[string][]string{
				"argo/clients":                             {"id", "secret"},
				"argocd/clients":                           {"argo-cd"},
				"argocd/github-app":                        {"url", "githubAppID", "githubAppInstallationID", "githubAppPrivateKey"},
				"datadog/datadog":                          {"api-key"},
				"datadog/datadog-cluster-agent":            {"token"},
				"datadog/databases":                        {"postgres", "sessions", "search"},
				"loki/grafana":                             {"admin-user", "admin-password", "client-secret"},
				"monitoring/slack":                         {"url"},
				"dex/github":                               {"client-id", "client-secret"},
				"dex/clients":                              {"argo-cd", "argo-workflows", "grafana", "tools"},
				"oauth2-proxy/oauth2-proxy-tools":          {"client-id", "client-secret", "cookie-secret"},
				"oauth2-proxy/oauth2-proxy-manager-secret": {"OAUTH2_PROXY_CLIENT_ID", "OAUTH2_PROXY_CLIENT_SECRET", "COOKIE_SALT"},
			},
		},
		Accept: accepted(),
		Addons: append(managed(),
			argocd.New(delivery()),
			argoworkflows.New(jobs()),
			awslbc.New(loadBalancers()),
			certmanager.New(certificates()),
			clusterautoscaler.New(nodeGroups()),
			coredns.New(dnsCopies()),
			custommetrics.New(loads()),
			datadog.New(observe()),
			deploymentduplicator.New(copies()),
			dex.New(login()),
			efscsi.New(sharedFiles()),
			emissary.New(gateway()),
			externaldns.New(names()),
			hnc.New(tree()),
			ingressnginx.New(tools()),
			ingressnginx.New(internalTools()),
			istio.New(mesh()),
			k8nskel.New(registryCredentials()),
			k8scd.New(deploys()),
			karpenter.New(jobNodes()),
			kubeapiserver.New(api()),
			kubefork.New(forks()),
			kubernetes.New(apiMetrics()),
			loki.New(recentLogs()),
			metricsserver.New(metrics()),
			nodelocaldns.New(dnsCache()),
			nvidiadeviceplugin.New(gpus()),
			oauth2proxy.New(toolsLogin()),
			oauth2proxymanager.New(logins()),
			prometheusoperator.New(watch()),
			rbac.New(rights()),
			storageclass.New(storage()),
			telepresence.New(intercepts()),
			vault.New(secrets()),
			velero.New(backups()),
			virtualservicecontroller.New(routes()),
			vpa.New(rightSizes()),
		),
	}
}

// accepted are the problems that the company lives with.
func accepted() []cluster.Accept {
	return []cluster.Accept{
		{
			Check:   "lifecycle",
			Object:  "Addon hnc",
			Because: "the fork is kept up by others, under the same API",
		},
		{
			Check:   "lifecycle",
			Object:  "Addon ingress-nginx*",
			Because: "the login in front of the internal tools hangs on its annotations; they move to an ALB with OIDC one by one",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount argo/argo-server",
			Because: "it shows artifacts by the keys that stand where the workflows are",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount argocd/argocd-application-controller",
			Because: "what it deploys is anything",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount argocd/argocd-applicationset-controller",
			Because: "it reads the credentials of repositories, wherever ApplicationSets may be",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount argocd/argocd-server",
			Because: "it shows and deletes what is deployed, which is anything",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount cert-manager/cert-manager*",
			Because: "certificates are kept in Secrets of every namespace, under names that nobody knows beforehand",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount datadog/datadog-cluster-agent",
			Because: "Datadog shows the resources of its own API groups and of Karpenter's, whichever there are",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount dex/dex",
			Because: "dex makes the kinds of its API group itself and keeps them in its namespace",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount hnc-system/hnc-controller-manager",
			Because: "to copy Roles it must be able to give away every right",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount ingress-nginx/ingress-nginx*",
			Because: "Ingresses of every namespace name the Secrets of their certificates",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount istio-system/istiod",
			Because: "istiod reads all that the mesh is made of, and hands gateways the certificates of every namespace",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount monitoring/prometheus-operator",
			Because: "the kinds are the operator's own, and it makes StatefulSets, Secrets and ConfigMaps of them, in its own namespace",
		},
		{
			Check:   "permissions",
			Object:  "ServiceAccount velero/velero-server",
			Because: "what it backs up and restores is everything",
		},
	}
}

// requests are what a container asks for. Only memory has a limit: one on CPU slows down
// what could have the CPU that nobody uses.
func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse(cpu),
			corev1.ResourceMemory: resource.MustParse(memory),
		},
		Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}

// certificates are those of internal tools and of addons. Production sites have theirs
// from ACM, at their load balancers.
func certificates() certmanager.Options {
	letsEncrypt := func(name string, server certmanager.ACMEServer) certmanager.NamedIssuer {
		return certmanager.NamedIssuer{Name: name, IssuerSpec: certmanager.IssuerSpec{ACME: &certmanager.ACME{
			Server:              server,
			Email:               "infrastructure@example.com",
			PrivateKeySecretRef: certmanager.AccountKey{Name: name + "-account"},
			Solvers: []certmanager.Solver{{
				Selector: &certmanager.SolverSelector{DNSZones: []string{domain}},
				DNS01:    &certmanager.DNS01{Route53: &certmanager.Route53{HostedZoneID: "Z0123456789ABCDEFGHIJ"}},
			}},
		}}}
	}
	return certmanager.Options{
		Pods:       addon.Pods{Replicas: new(int32(2)), Resources: requests("20m", "128Mi")},
		Webhook:    certmanager.Webhook{Pods: addon.Pods{Replicas: new(int32(3)), Resources: requests("10m", "64Mi")}},
		CAInjector: certmanager.CAInjector{Pods: addon.Pods{Replicas: new(int32(2)), Resources: requests("20m", "256Mi")}},
		ClusterIssuers: []certmanager.NamedIssuer{
			letsEncrypt("letsencrypt", certmanager.LetsEncrypt),
			letsEncrypt("letsencrypt-staging", certmanager.LetsEncryptStaging),
			{Name: "self-signed", IssuerSpec: certmanager.IssuerSpec{SelfSigned: &certmanager.SelfSigned{}}},
		},
	}
}

// names of tools and development environments come and go with their Ingresses. Production
// names are at another provider, out of reach.
func names() externaldns.Options {
	return externaldns.Options{
		Pods:          addon.Pods{Resources: requests("10m", "64Mi")},
		Policy:        externaldns.Sync,
		OwnerID:       "prod",
		TXT:           externaldns.TXTOptions{Prefix: "_owner."},
		DomainFilters: []string{domain},
		ZoneIDFilters: []string{"Z0123456789ABCDEFGHIJ"},
		AWS:           externaldns.AWSOptions{ZoneType: externaldns.PublicZones},
	}
}

// tools are dashboards and the like, behind a login.
func tools() ingressnginx.Options {
	return ingressnginx.Options{
		Pods:    addon.Pods{Replicas: new(int32(2))},
		Service: ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB}},
		Config: ingressnginx.Config{
			ProxyBodySize:        "16m",
			ProxyReadTimeout:     metav1.Duration{Duration: 5 * time.Minute},
			AnnotationsRiskLevel: ingressnginx.Medium,
		},
	}
}

// internalTools are those that only the VPC reaches: a second controller with a class and
// a load balancer of its own.
func internalTools() ingressnginx.Options {
	o := tools()
	o.Instance = "internal"
	o.Service.AWS = &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB, Scheme: ingressnginx.Internal}
	return o
}

// metrics are what Horizontal Pod Autoscalers go by.
func metrics() metricsserver.Options {
	return metricsserver.Options{
		Pods:        addon.Pods{Replicas: new(int32(2))},
		Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
	}
}

// storage is for Elasticsearch, development databases and machine learning.
func storage() storageclass.Options {
	return storageclass.Options{Classes: []storageclass.Class{
		{
			Name:    "gp3",
			Default: true,
			EBS:     &storageclass.EBS{Encrypted: true},
		},
		{
			Name:          "elasticsearch",
			ReclaimPolicy: storageclass.Retain,
			EBS:           &storageclass.EBS{Encrypted: true, FSType: storageclass.XFS, IOPS: 6000, Throughput: 500},
		},
		{
			Name: "development-databases",
			EBS:  &storageclass.EBS{Encrypted: true, Tags: map[string]string{"environment": "development"}},
		},
		{
			Name:         "machine-learning",
			MountOptions: []string{"iam"},
			EFS:          &storageclass.EFS{FileSystemID: "fs-0123456789abcdef0", DirectoryPerms: "700", BasePath: "/machine-learning"},
		},
	}}
}
