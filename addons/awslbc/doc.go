// Package awslbc installs the AWS Load Balancer Controller, which makes ALBs of Ingresses and
// NLBs of Services of type LoadBalancer, and puts pods into target groups.
//
// # What it is for
//
// Services that clients outside the cluster reach: an Ingress of the class alb is a load
// balancer of AWS's own, with certificates from ACM, logins by OIDC or Cognito and rules of a
// firewall, and no proxy in the cluster to keep. What holds for all Ingresses of a class is
// an option of the class: its group, by which they share one ALB, its scheme, certificates,
// subnets, tags. There can be several classes, as for inside and for outside. What a single
// Ingress wants stands in its annotations, which package addon/alb writes.
//
// A target group that is made elsewhere, such as in Terraform, gets the pods of a Service by
// a TargetGroupBinding:
//
//	addon.With(awslbc.New(awslbc.Options{}), awslbc.NewTargetGroupBinding(…))
//
// There is one controller in a cluster: two would take rules of security groups away from
// each other.
//
// # The webhooks' certificate
//
// The chart makes a certificate whenever it is rendered, so that each render has another key.
// Fitout generates no keys, so cert-manager issues the certificate, as upstream advises for
// Argo CD: the objects are those of the chart with enableCertManager, an authority of the
// addon's own that lasts for five years among them. Its CA is then written into the webhook
// configurations at run time, and what applies the manifests must leave caBundle to it. An
// install by Helm is taken over with its Secret, aws-load-balancer-tls.
//
// In a cluster without cert-manager name a Secret and give its CA. The one that Helm made
// lasts for ten years and goes on working: webhook.certificate.secret is
// "aws-load-balancer-tls", and caBundle is what ca.crt holds in it.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - The certificate, as said above. It is valid for 90 days where the chart's is for a
//     year, and the authority's subject names no organization.
//   - In a cluster on AWS the region and the VPC are passed on, so that the controller needs
//     no metadata of its node.
//   - Two or more replicas bring a PodDisruptionBudget and a spread over nodes and zones,
//     beside the chart's preference for nodes without one.
//   - The container has no capabilities and the default seccomp profile.
//   - In the network of their nodes pods resolve names as others do.
//   - Secrets with the ID and secret of a login by OIDC can be read in the namespaces of
//     secretNamespaces, by a Role in each, which the chart leaves to its user.
//   - The interval of a ServiceMonitor is Prometheus' own.
//   - Parameters of classes are checked here. The webhook, which may not be up yet, leaves
//     the addon's own alone.
//
// The role has the rights of upstream's policies, in two parts since IAM limits the length of
// one, for the account, its partition and the region. It lacks those to Shield and WAF where
// these are left alone. Where the VPC is known the rules of other VPCs' security groups can't
// be changed, as upstream advises. Web ACLs can be listed, without which one can't be given
// by its name. The features EnableRGTAPI, GlobalAcceleratorController and
// EnableCertificateManagement bring upstream's rights for them; certificates are validated by
// CNAME records only.
//
// # What to watch
//
// While no pod is ready, or the control plane can't reach port 9443 of the pods, which on EKS
// takes a rule of the nodes' security group, nobody can make a Service, of whatever type and
// in whatever namespace, nor write an Ingress. In a plan all Services come before the webhook
// configurations. What applies one addon after the other must wait for this one to be ready
// before the next addon's Services, or a first install fails and has to be tried again.
//
// What brings the controller up must not wait for it in turn: leave the namespaces of
// cert-manager and of the network out by webhook.services.namespaceSelector, above all where
// a cluster may be rebuilt from a backup. The failure policy Ignore, or
// webhook.services.disabled, ends the dependence; to be this controller's, Services may then
// have to name their loadBalancerClass. Never leave the webhook configurations behind when
// the controller goes.
//
// With the webhook every new Service of type LoadBalancer is an NLB, internal unless it says
// otherwise, and Classic Load Balancers are no more. Services that are there already stay
// with who made them.
//
// Nothing is made where the cluster's name is wrong, or subnets can't be told: tag those for
// the Internet with kubernetes.io/role/elb, others with kubernetes.io/role/internal-elb, and
// none with kubernetes.io/cluster/<name> of another cluster alone. An ALB takes two zones.
// Outside of what the target tells of the account, region and VPC come from the metadata of
// the pod's node, which a hop limit below 2 keeps from pods: give region and vpcID.
//
// The rate limits of AWS's API are the account's in a region: what the controller calls is
// missing in Terraform. Watch the metrics aws_api_call_throttled_errors_total and
// aws_api_requests_total. Fewer ALBs by groups, the feature EnableRGTAPI, api.throttle, and a
// syncPeriod that is not shorter than it is, spare calls; more concurrency costs them. A
// throttle for a service takes the place of all of its defaults.
//
// Whoever may write an Ingress can join a group by annotation, and take paths of others:
// name groups by classes and set disableIngressGroupNameAnnotation. Whoever may write a
// TargetGroupBinding can put pods into any target group of the account.
//
// Load balancers go when the finalizers of Ingresses and Services are worked off, so delete
// these first, then classes, then the controller. The scheme, the name and the group decide
// which load balancer it is: changing them makes another, with another address. Web ACLs that
// others attach are taken off again, unless disableWAFv2 is set.
package awslbc
