// Package addons lists all addons of Fitout, for the schema and for clusters that are
// read from files. A program that composes its cluster in Go imports the packages below
// this one, one by one, and links no more than those.
package addons

import (
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
	"github.com/fitout/fitout/addons/ebscsi"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/addons/eks"
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
)

// All is every addon, sorted by name.
var All = []addon.Factory{
	argocd.Definition,
	argoworkflows.Definition,
	ebscsi.Definition,
	efscsi.Definition,
	awslbc.Definition,
	certmanager.Definition,
	clusterautoscaler.Definition,
	coredns.Definition,
	custommetrics.Definition,
	datadog.Definition,
	deploymentduplicator.Definition,
	dex.Definition,
	eks.EBSCSI,
	eks.CoreDNS,
	eks.KubeProxy,
	eks.PodIdentityAgent,
	eks.SnapshotController,
	eks.VPCCNI,
	emissary.Definition,
	externaldns.Definition,
	hnc.Definition,
	ingressnginx.Definition,
	istio.Definition,
	k8nskel.Definition,
	k8scd.Definition,
	karpenter.Definition,
	kubeapiserver.Definition,
	kubefork.Definition,
	kubernetes.Definition,
	loki.Definition,
	metricsserver.Definition,
	nodelocaldns.Definition,
	nvidiadeviceplugin.Definition,
	oauth2proxy.Definition,
	oauth2proxymanager.Definition,
	prometheusoperator.Definition,
	rbac.Definition,
	storageclass.Definition,
	telepresence.Definition,
	vault.Definition,
	velero.Definition,
	vpa.Definition,
	virtualservicecontroller.Definition,
}
