package istio

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	injection, err := injectorConfigMap(t, o)
	if err != nil {
		return nil, err
	}
	mesh, err := meshConfigMap(o)
	if err != nil {
		return nil, err
	}
	objs := baseObjects(o)
	objs = append(objs, istiodObjects(t, o)...)
	objs = append(objs, mesh, injection)
	objs = append(objs, webhooks(o)...)
	objs = append(objs, stablePolicy(o)...)
	injected := o.injected(t)
	for _, g := range o.Gateways {
		objs = append(objs, gatewayObjects(t, o, gateways.Complete(t, g), injected)...)
	}
	return append(objs, resources(o)...), nil
}

// podSecurity is the level that the pods keep to. All run as restricted wants it but for
// the seccomp profile, which upstream leaves out.
func (o Options) podSecurity() kube.PodSecurity {
	if o.RuntimeSeccomp {
		return kube.Restricted
	}
	return kube.Baseline
}
