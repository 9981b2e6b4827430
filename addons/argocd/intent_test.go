package argocd_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addons/argocd"
)

// find returns the one object of a type and name, or nil.
func find[T addon.Object](objs []addon.Object, name string) T {
	for _, o := range objs {
		if x, ok := o.(T); ok && o.GetName() == name {
			return x
		}
	}
	var none T
	return none
}

// templates are those of all pods, by the names of what makes them.
func templates(objs []addon.Object) map[string]corev1.PodTemplateSpec {
	out := map[string]corev1.PodTemplateSpec{}
	for _, o := range objs {
		switch o := o.(type) {
		case *appsv1.Deployment:
			out[o.Name] = o.Spec.Template
		case *appsv1.StatefulSet:
			out[o.Name] = o.Spec.Template
		}
	}
	return out
}

// Argo CD reads policy.csv line by line, each as CSV.
func TestPolicies(t *testing.T) {
	o := options{RBAC: argocd.RBAC{
		Policies: []argocd.Policy{
			{Role: "role:a", Resource: argocd.ApplicationsResource, Action: argocd.AnyAction, Object: "web/*"},
			{Role: `a "b", c`, Resource: argocd.RepositoriesResource, Action: argocd.Get, Object: "https://example.com/a,b", Effect: argocd.Deny},
		},
		Grants: []argocd.Grant{{Subject: "CN=Web, O=Example", Role: "role:a"}},
	}}
	want := [][]string{
		{"p", "role:a", "applications", "action/*", "web/*", "allow"},
		{"p", `a "b", c`, "repositories", "get", "https://example.com/a,b", "deny"},
		{"g", "CN=Web, O=Example", "role:a"},
	}
	var got [][]string
	for line := range strings.Lines(find[*corev1.ConfigMap](build(t, o), "argocd-rbac-cm").Data["policy.csv"]) {
		r := csv.NewReader(strings.NewReader(line))
		r.TrimLeadingSpace = true
		row, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A server that speaks TLS answers HTTP by a redirect, and one that doesn't can't be spoken to by
// HTTPS: whatever is in front must know.
func TestIngressSpeaksAsTheServerDoes(t *testing.T) {
	const nginx, balancer = "nginx.ingress.kubernetes.io/backend-protocol", "alb.ingress.kubernetes.io/backend-protocol"
	https := &alb.Ingress{CertificateARNs: []string{"arn:aws:acm:ap-northeast-1:123456789012:certificate/1"}}
	for _, tc := range []struct {
		name             string
		insecure         bool
		ingress          argocd.Ingress
		port             string
		annotation, want string
	}{
		{"any controller", false, argocd.Ingress{}, "https", nginx, ""},
		{"any controller, insecure", true, argocd.Ingress{}, "http", nginx, ""},
		{"NGINX", false, argocd.Ingress{NGINX: &argocd.NGINX{}}, "https", nginx, "HTTPS"},
		{"NGINX, insecure", true, argocd.Ingress{NGINX: &argocd.NGINX{}}, "http", nginx, "HTTP"},
		{"NGINX that passes TLS through", false, argocd.Ingress{NGINX: &argocd.NGINX{Passthrough: true}}, "https", nginx, ""},
		{"a load balancer", false, argocd.Ingress{ALB: https}, "https", balancer, "HTTPS"},
		{"a load balancer, insecure", true, argocd.Ingress{ALB: https}, "http", balancer, "HTTP"},
	} {
		objs := build(t, options{URL: site, Server: argocd.Server{Insecure: tc.insecure}, Ingress: &tc.ingress})
		in := find[*networkingv1.Ingress](objs, "argocd-server")
		paths := in.Spec.Rules[0].HTTP.Paths
		got := []string{paths[len(paths)-1].Backend.Service.Port.Name, in.Annotations[tc.annotation]}
		if diff := cmp.Diff([]string{tc.port, tc.want}, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// gRPC is at the root whatever the server's path is. A load balancer takes the first rule that
// fits, so that the one for gRPC must come first.
func TestGRPC(t *testing.T) {
	type route struct{ host, path, service string }
	routes := func(in *networkingv1.Ingress) (out []route) {
		for _, r := range in.Spec.Rules {
			for _, p := range r.HTTP.Paths {
				out = append(out, route{r.Host, p.Path, p.Backend.Service.Name})
			}
		}
		return out
	}
	o := onAWS()
	objs := build(t, o)
	in := find[*networkingv1.Ingress](objs, "argocd-server")
	want := []route{
		{"argocd.dev.example.com", "/", "argocd-server-grpc"}, {"argocd.dev.example.com", "/delivery", "argocd-server"},
		{"cd.dev.example.com", "/", "argocd-server-grpc"}, {"cd.dev.example.com", "/delivery", "argocd-server"},
	}
	if diff := cmp.Diff(want, routes(in), cmp.AllowUnexported(route{})); diff != "" {
		t.Error(diff)
	}
	if find[*corev1.Service](objs, "argocd-server-grpc") == nil || in.Annotations["alb.ingress.kubernetes.io/conditions.argocd-server-grpc"] == "" {
		t.Error("gRPC has no Service, or no condition by which it is known")
	}

	o.Ingress = &argocd.Ingress{NGINX: &argocd.NGINX{GRPCHost: "grpc.example.com"}}
	want = []route{{"grpc.example.com", "/", "argocd-server"}}
	if diff := cmp.Diff(want, routes(find[*networkingv1.Ingress](build(t, o), "argocd-server-grpc")), cmp.AllowUnexported(route{})); diff != "" {
		t.Error(diff)
	}
}

// A parameter that no pod reads would do nothing.
func TestParametersAreRead(t *testing.T) {
	for name, o := range map[string]options{"full": full(), "login": login(), "aws": onAWS(), "namespaced": namespaced()} {
		objs := build(t, o)
		read := map[string]bool{}
		for _, pods := range templates(objs) {
			for _, c := range pods.Spec.Containers {
				for _, e := range c.Env {
					if e.ValueFrom != nil && e.ValueFrom.ConfigMapKeyRef != nil {
						read[e.ValueFrom.ConfigMapKeyRef.Name+"/"+e.ValueFrom.ConfigMapKeyRef.Key] = true
					}
				}
			}
			for _, v := range pods.Spec.Volumes {
				if v.ConfigMap != nil {
					for _, item := range v.ConfigMap.Items {
						read[v.ConfigMap.Name+"/"+item.Key] = true
					}
				}
			}
		}
		for key := range find[*corev1.ConfigMap](objs, "argocd-cmd-params-cm").Data {
			if !read["argocd-cmd-params-cm/"+key] {
				t.Errorf("%s: nobody reads %s", name, key)
			}
		}
	}
}

// Pods read parameters, and the times of reconciliation, when they start. All else Argo CD reads
// anew, and a restart would do harm.
func TestRestarts(t *testing.T) {
	checksums := func(o options) map[string]string {
		out := map[string]string{}
		for name, pods := range templates(build(t, o)) {
			out[name] = pods.Annotations["checksum/config"]
		}
		return out
	}
	before := checksums(options{})
	delete(before, "argocd-redis") // which reads neither
	restarted := func(o options) (n int) {
		after := checksums(o)
		for name, sum := range before {
			if after[name] != sum {
				n++
			}
		}
		return n
	}
	for _, tc := range []struct {
		name    string
		options options
		want    int
	}{
		{"a parameter", options{Parameters: map[string]string{"server.enable.gzip": "false"}}, len(before)},
		{"a time", options{Reconciliation: argocd.Reconciliation{HardTimeout: seconds(3600)}}, len(before)},
		{"a setting", options{URL: site, RBAC: argocd.RBAC{DefaultRole: "role:readonly"}}, 0},
	} {
		if got := restarted(tc.options); got != tc.want {
			t.Errorf("%s restarts %d, and should restart %d", tc.name, got, tc.want)
		}
	}
}

// In another namespace everything is there, and rights are its service accounts'.
func TestNamespace(t *testing.T) {
	o := full()
	o.Namespace = "delivery"
	for _, obj := range build(t, o) {
		if ns := obj.GetNamespace(); ns != "" && ns != "delivery" {
			t.Errorf("%T %s is in %s", obj, obj.GetName(), ns)
		}
		var subjects []rbacv1.Subject
		switch b := obj.(type) {
		case *rbacv1.RoleBinding:
			subjects = b.Subjects
		case *rbacv1.ClusterRoleBinding:
			subjects = b.Subjects
		}
		for _, s := range subjects {
			if s.Namespace != "delivery" {
				t.Errorf("%T %s is for %s in %s", obj, obj.GetName(), s.Name, s.Namespace)
			}
		}
	}
}

// With highAvailability all clients ask the proxy, by a port that its Service has.
func TestProxyLeadsToRedis(t *testing.T) {
	objs := build(t, options{HighAvailability: true})
	address := find[*corev1.ConfigMap](objs, "argocd-cmd-params-cm").Data["redis.server"]
	name, port, _ := strings.Cut(address, ":")
	service := find[*corev1.Service](objs, name)
	if service == nil || port != "6379" || service.Spec.Ports[0].Port != 6379 {
		t.Errorf("nothing is at %s", address)
	}
}
