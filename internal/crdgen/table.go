package main

import apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

// table lists where the CRDs come from, sorted by addon.
var table = []source{
	{
		Addon:    "argocd",
		Module:   "github.com/argoproj/argo-cd/v3",
		Packages: []string{"pkg/apis/application"},
		File:     "manifests/core-install.yaml",
		Patches:  []patch{argoCD},
	},
	{
		Addon:    "argoworkflows",
		Module:   "github.com/argoproj/argo-workflows/v4",
		Packages: []string{"util/sorting"},
		File:     "manifests/base/crds/minimal/argoproj.io_*.yaml",
		Patches:  []patch{workflowsV41, openTaskSets},
	},
	{
		Addon:    "argoworkflows",
		Name:     "crds-full.yaml.gz",
		Module:   "github.com/argoproj/argo-workflows/v4",
		Packages: []string{"util/sorting"},
		File:     "manifests/base/crds/full/argoproj.io_*.yaml",
		Patches:  []patch{workflowsV41},
	},
	{
		Addon:  "awslbc",
		Module: "sigs.k8s.io/aws-load-balancer-controller",
		Packages: []string{
			"apis/aga/v1beta1",
			"apis/elbv2/v1alpha1", "apis/elbv2/v1beta1",
			"apis/gateway/v1beta1",
		},
		Patches: []patch{gatewayV1},
	},
	{
		Addon:    "certmanager",
		Module:   "github.com/cert-manager/cert-manager",
		Packages: []string{"pkg/apis/acme/v1", "pkg/apis/certmanager/v1"},
	},
	{
		Addon:    "deploymentduplicator",
		Module:   "github.com/fitout/fitout/internal/crdgen",
		Packages: []string{"api/duplication/v1beta1"},
		Patches:  []patch{without(map[string][]string{"valueFrom": {"fileKeyRef"}}), untyped},
	},
	{
		Addon:    "emissary",
		Module:   "github.com/emissary-ingress/emissary/v3",
		Packages: []string{"pkg/api/getambassador.io/v3alpha1"},
		Patches:  []patch{ambassador, streams},
	},
	{
		Addon:    "emissary",
		Name:     "crds-legacy.yaml",
		Module:   "github.com/emissary-ingress/emissary/v3",
		Packages: []string{"pkg/api/getambassador.io/v3alpha1"},
		File:     "manifests/emissary/emissary-crds.yaml.in",
		Patches:  []patch{untooled, streams},
	},
	{
		Addon:    "externaldns",
		Module:   "sigs.k8s.io/external-dns",
		Packages: []string{"apis/v1alpha1"},
	},
	{
		Addon:    "hnc",
		Module:   "sigs.k8s.io/hierarchical-namespaces",
		Packages: []string{"api/v1alpha2"},
		Patches:  []patch{singletons},
	},
	{
		Addon:    "hnc",
		Name:     "crds-fork.yaml",
		Module:   "sigs.k8s.io/hierarchical-namespaces",
		Packages: []string{"api/v1alpha2"},
		Patches:  []patch{scopedQuotas},
	},
	{
		Addon:    "istio",
		Module:   "istio.io/api",
		Packages: []string{"annotation"},
		File:     "kubernetes/customresourcedefinitions.gen.yaml",
	},
	{
		Addon:    "karpenter",
		Module:   "github.com/aws/karpenter-provider-aws",
		Packages: []string{"pkg/controllers/interruption/messages"},
		File:     "pkg/apis/crds/*.yaml",
		Patches:  []patch{untooled},
	},
	{
		Addon:    "kubefork",
		Module:   "github.com/fitout/fitout/internal/crdgen",
		Packages: []string{"api/fork/v1beta1"},
		Patches:  []patch{without(since125()), untyped},
	},
	{
		Addon:    "prometheusoperator",
		Module:   "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring",
		Packages: []string{"v1", "v1alpha1"},
		Patches:  []patch{without(since137())},
	},
	{
		Addon:    "velero",
		Module:   "github.com/vmware-tanzu/velero",
		Packages: []string{"pkg/apis/velero/v1", "pkg/apis/velero/v2alpha1"},
	},
	{
		Addon:    "vpa",
		Module:   "k8s.io/autoscaler/vertical-pod-autoscaler",
		Packages: []string{"pkg/apis/autoscaling.k8s.io/v1"},
		File:     "deploy/vpa-v1-crd-gen.yaml",
		Patches:  []patch{untooled},
	},
}

// A source is one row of the table: the Go types of one upstream module that become the
// CRDs of one addon. An addon whose CRDs are spread over several modules has several
// rows. What no row has needed so far, such as types with floats, becomes a field of its own
// here, used in source.generate.
type source struct {
	// Addon is the package below addons whose crds.yaml holds them.
	Addon string

	// Name is the file's, for an addon that has several; crds.yaml where it is empty. One that
	// ends in .gz is compressed, for what would make the programs of importers large.
	Name string

	// Module is upstream's Go module. Its version is go.mod's.
	Module string

	// Packages are the module's packages, relative to it, whose kinds become CRDs. The
	// versions of one kind belong in one row, since a CRD carries them all.
	Packages []string

	// File is the module's finished CRDs, relative to it, for a module whose types can't be
	// generated from: they are then read, and the one package only tells where the module is.
	// It may be a pattern that matches several files.
	File string

	// Patches make the generated CRDs what upstream ships, one after the other. Most
	// upstreams need none: their markers say it all.
	Patches []patch
}

// A patch changes a row's CRDs where upstream's release differs from its types: an
// annotation that is added by hand (groups below k8s.io need api-approved.kubernetes.io),
// a category, a conversion webhook, a kind that is never shipped. It returns the CRDs to
// go on with, and fails when it finds nothing to change, so that no patch outlives its
// reason. Descriptions are none of its business: they are dropped from all CRDs.
type patch func([]*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error)
