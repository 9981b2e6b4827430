package kubeapiserver

import (
	"cmp"
	"maps"
	"strconv"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

func objects(_ addon.Target, o Options) ([]addon.Object, error) {
	if o.ALB != nil {
		return []addon.Object{byALB(o)}, nil
	}
	return []addon.Object{byNGINX(o)}, nil
}

func byNGINX(o Options) *networkingv1.Ingress {
	in := ingress.New(meta(), ingress.Route{
		ClassName: o.NGINX.ClassName,
		Hosts:     []string{o.Host},
		Path:      "/",
		TLSSecret: o.NGINX.TLSSecret,
		Backend:   ingress.Named("kubernetes", "https"),
	})
	in.Annotations = o.NGINX.annotations()
	maps.Copy(in.Annotations, o.Annotations)
	return in
}

func (n NGINX) annotations() map[string]string {
	const prefix = "nginx.ingress.kubernetes.io/"
	seconds := strconv.Itoa(int(n.Timeout.Duration / time.Second))
	a := map[string]string{
		prefix + "backend-protocol":        "HTTPS",
		prefix + "force-ssl-redirect":      "true",
		prefix + "proxy-body-size":         n.BodySize,
		prefix + "proxy-read-timeout":      seconds,
		prefix + "proxy-request-buffering": "off",
		prefix + "proxy-send-timeout":      seconds,
	}
	if n.CASecret != "" {
		a[prefix+"proxy-ssl-name"] = "kubernetes.default.svc"
		a[prefix+"proxy-ssl-secret"] = metav1.NamespaceDefault + "/" + n.CASecret
		a[prefix+"proxy-ssl-server-name"] = "on"
		a[prefix+"proxy-ssl-verify"] = "on"
	}
	if len(n.AllowedCIDRs) > 0 {
		a[prefix+"whitelist-source-range"] = strings.Join(n.AllowedCIDRs, ",")
	}
	maps.Copy(a, kube.IssuedBy(n.Issuer))
	return a
}

// action is the name of the rule's target group, which stands where a Service's name would.
const action = name

func byALB(o Options) *networkingv1.Ingress {
	in := ingress.New(meta(), ingress.Route{
		ClassName: cmp.Or(o.ALB.ClassName, "alb"),
		Hosts:     []string{o.Host},
		Path:      "/",
		Backend:   ingress.Named(action, "use-annotation"),
	})
	lb := o.ALB.LoadBalancer
	lb.Attributes = map[string]string{"idle_timeout.timeout_seconds": "3600"}
	maps.Copy(lb.Attributes, o.ALB.LoadBalancer.Attributes)
	lb.Actions = map[string]alb.Action{action: {TargetGroupARN: o.ALB.TargetGroupARN}}
	maps.Copy(lb.Actions, o.ALB.LoadBalancer.Actions)
	in.Annotations = lb.Annotations()
	maps.Copy(in.Annotations, o.Annotations)
	return in
}

func meta() metav1.ObjectMeta {
	return kube.Identify(name, metav1.NamespaceDefault, "").Meta(name)
}
