package check

import (
	"regexp"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// PlainSecrets warns of secrets that stand in what is rendered: a Secret with its values,
// or an environment variable called a password or a token that is given as it is. Whoever
// reads the repository reads them. Write the Secret beside the addons, and refer to it.
var PlainSecrets = Check{Name: "plain-secrets", Run: plainSecrets}

// secretName is what environment variables are called that hold a secret.
var secretName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(PASSWORD|PASSWD|SECRET_?(ACCESS_)?KEY|API_?KEY|APP_?KEY|PRIVATE_?KEY|(^|_)TOKEN|CLIENT_?SECRET)$`)
})

func plainSecrets(p *Pass) {
	for _, o := range p.Objects {
		s, ok := o.Object.(*corev1.Secret)
		if ok && len(s.Data)+len(s.StringData) > 0 {
			p.Warn(o, "data", "the values of the Secret stand in the manifests", "create it beside the addons and name it in existing.secrets")
		}
	}
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			for i, e := range c.Env {
				if e.Value != "" && !strings.Contains(e.Value, "$(") && secretName().MatchString(e.Name) {
					p.Warn(pods.Object, field+infer.Item(".env", i)+".value", "the value of "+e.Name+" stands in the manifests", "take it from a Secret")
				}
			}
		})
	}
}
