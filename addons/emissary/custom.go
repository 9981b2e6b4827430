package emissary

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// resources are the custom resources among the options. Those that name no ID are for this
// Emissary, and those that name no namespace are in its own.
func resources(o Options) []addon.Object {
	objs := []addon.Object{module(o)}
	for _, l := range o.listeners() {
		l.AmbassadorID = o.idsOr(l.AmbassadorID)
		objs = append(objs, NewListener(o.meta(l.Name, l.Namespace, nil), l.ListenerSpec))
	}
	for _, h := range o.Hosts {
		h.AmbassadorID = o.idsOr(h.AmbassadorID)
		objs = append(objs, NewHost(o.meta(h.Name, h.Namespace, h.ObjectLabels), h.HostSpec))
	}
	for _, c := range o.TLSContexts {
		c.AmbassadorID = o.idsOr(c.AmbassadorID)
		objs = append(objs, NewTLSContext(o.meta(c.Name, c.Namespace, nil), c.TLSContextSpec))
	}
	for _, m := range o.Mappings {
		m.AmbassadorID = o.idsOr(m.AmbassadorID)
		objs = append(objs, NewMapping(o.meta(m.Name, m.Namespace, m.ObjectLabels), m.MappingSpec))
	}
	for _, m := range o.TCPMappings {
		m.AmbassadorID = o.idsOr(m.AmbassadorID)
		objs = append(objs, NewTCPMapping(o.meta(m.Name, m.Namespace, nil), m.TCPMappingSpec))
	}
	return append(objs, services(o)...)
}

// services are those resources of the options that name a service of Emissary's own, or
// tell how services are found.
func services(o Options) []addon.Object {
	var objs []addon.Object
	for _, s := range o.AuthServices {
		s.AmbassadorID = o.idsOr(s.AmbassadorID)
		objs = append(objs, NewAuthService(o.meta(s.Name, s.Namespace, nil), s.AuthServiceSpec))
	}
	if s := o.RateLimitService; s != nil {
		spec := s.RateLimitServiceSpec
		spec.AmbassadorID = o.idsOr(spec.AmbassadorID)
		objs = append(objs, NewRateLimitService(o.meta(s.Name, s.Namespace, nil), spec))
	}
	for _, s := range o.LogServices {
		s.AmbassadorID = o.idsOr(s.AmbassadorID)
		objs = append(objs, NewLogService(o.meta(s.Name, s.Namespace, nil), s.LogServiceSpec))
	}
	if s := o.TracingService; s != nil {
		spec := s.TracingServiceSpec
		spec.AmbassadorID = o.idsOr(spec.AmbassadorID)
		objs = append(objs, NewTracingService(o.meta(s.Name, s.Namespace, nil), spec))
	}
	for _, r := range o.EndpointResolvers {
		r.AmbassadorID = o.idsOr(r.AmbassadorID)
		objs = append(objs, NewKubernetesEndpointResolver(o.meta(r.Name, r.Namespace, nil), r.ResolverSpec))
	}
	for _, r := range o.ConsulResolvers {
		r.AmbassadorID = o.idsOr(r.AmbassadorID)
		objs = append(objs, NewConsulResolver(o.meta(r.Name, r.Namespace, nil), r.ConsulResolverSpec))
	}
	return objs
}

// listeners are those of upstream's chart, if they are wanted, and those of the options.
func (o Options) listeners() []NamedListener {
	return append(defaultListeners(o), o.Listeners...)
}

// meta is the metadata of a resource among the options.
func (o Options) meta(name, namespace string, labels map[string]string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: cmp.Or(namespace, o.Namespace), Labels: labels}
}

// idsOr are the IDs that a resource names, or this Emissary's where it names none.
func (o Options) idsOr(ids []string) []string {
	if ids == nil {
		return o.ids()
	}
	return ids
}
