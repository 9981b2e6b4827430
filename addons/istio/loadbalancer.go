package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// LoadBalancer says how pods are chosen: by at most one of simple and consistentHash.
type LoadBalancer struct {
	// A rule for the whole number of pods; LEAST_REQUEST where it is left out.
	Simple SimpleLB `json:"simple,omitempty"`

	// The same pod for what is alike.
	ConsistentHash *ConsistentHash `json:"consistentHash,omitempty"`

	// Whether pods near to the client are preferred, in place of what holds for the mesh.
	LocalityLBSetting *LocalityLB `json:"localityLbSetting,omitempty"`

	// Spares new pods at first.
	Warmup *Warmup `json:"warmup,omitempty"`
}

// Validate refuses both rules at once.
func (l LoadBalancer) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("simple", l.Simple != ""), addon.Field("consistentHash", l.ConsistentHash != nil))
}

// SimpleLB is a rule by which pods are chosen.
type SimpleLB string

// The rules.
const (
	LeastRequest  SimpleLB = "LEAST_REQUEST"
	RoundRobin    SimpleLB = "ROUND_ROBIN"
	Random        SimpleLB = "RANDOM"
	PassthroughLB SimpleLB = "PASSTHROUGH" // the address that the client chose
)

// Enum lists the rules.
func (SimpleLB) Enum() []string {
	return addon.Values(LeastRequest, RoundRobin, Random, PassthroughLB)
}

// ConsistentHash chooses the same pod for what is alike: exactly one of the first four
// fields is set.
type ConsistentHash struct {
	// The header that must be alike.
	HTTPHeaderName string `json:"httpHeaderName,omitempty"`

	// The cookie that must be alike.
	HTTPCookie *HashCookie `json:"httpCookie,omitempty"`

	// The client's address must be alike.
	UseSourceIP bool `json:"useSourceIp,omitempty"`

	// The parameter of the query that must be alike.
	HTTPQueryParameterName string `json:"httpQueryParameterName,omitempty"`

	// Chooses by a ring, which is the default.
	RingHash *RingHash `json:"ringHash,omitempty"`

	// Chooses by a table, which is faster and steadier.
	Maglev *Maglev `json:"maglev,omitempty"`
}

// Validate refuses two keys, and two ways to choose.
func (c ConsistentHash) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("httpHeaderName", c.HTTPHeaderName != ""),
		addon.Field("httpCookie", c.HTTPCookie != nil),
		addon.Field("useSourceIp", c.UseSourceIP),
		addon.Field("httpQueryParameterName", c.HTTPQueryParameterName != ""),
	)
	return append(errs, addon.AtMostOne(path, addon.Field("ringHash", c.RingHash != nil), addon.Field("maglev", c.Maglev != nil))...)
}

// HashCookie is a cookie that must be alike. Clients without one get one.
type HashCookie struct {
	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// Its path.
	Path string `json:"path,omitempty"`

	// How long it is good for; with none, "0s", as long as the browser runs. Where it is
	// left out no cookie is made.
	TTL *metav1.Duration `json:"ttl,omitempty"`
}

// RingHash chooses by a ring.
type RingHash struct {
	// The least number of its places; 1024 where it is left out.
	MinimumRingSize int64 `json:"minimumRingSize,omitempty" jsonschema:"minimum=1"`
}

// Maglev chooses by a table.
type Maglev struct {
	// The number of its places, a prime; 65537 where it is left out.
	TableSize int64 `json:"tableSize,omitempty" jsonschema:"minimum=1,maximum=5000011"`
}

// LocalityLB says whether pods near to the client are preferred: by at most one of
// distribute, failover and failoverPriority. Without an outlierDetection beside it nothing
// fails over.
type LocalityLB struct {
	// Whether; they are where it is left out.
	Enabled *bool `json:"enabled,omitempty"`

	// Which shares go where.
	Distribute []LocalityDistribute `json:"distribute,omitempty"`

	// Which region stands in for which.
	Failover []LocalityFailover `json:"failover,omitempty"`

	// The labels that client and pod should share, the weightiest first.
	FailoverPriority []string `json:"failoverPriority,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses two ways at once, and shares that aren't whole.
func (l LocalityLB) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("distribute", l.Distribute != nil), addon.Field("failover", l.Failover != nil))
	errs = append(errs, addon.AtMostOne(path, addon.Field("distribute", l.Distribute != nil), addon.Field("failoverPriority", l.FailoverPriority != nil))...)
	for i, d := range l.Distribute {
		sum := int32(0)
		for _, w := range d.To {
			sum += w
		}
		if sum != 100 {
			errs = append(errs, field.Invalid(path.Child("distribute").Index(i).Child("to"), sum, "the shares must add up to 100"))
		}
	}
	return errs
}

// LocalityDistribute says which shares of the requests of some clients go where.
type LocalityDistribute struct {
	// Where the clients are, as in "ap-northeast-1/ap-northeast-1a/*".
	From string `json:"from" jsonschema:"required"`

	// Percentages by where the pods are, which add up to 100.
	To map[string]int32 `json:"to" jsonschema:"required"`
}

// LocalityFailover says which region stands in for another.
type LocalityFailover struct {
	// The region that fails.
	From string `json:"from" jsonschema:"required"`

	// The region that stands in.
	To string `json:"to" jsonschema:"required"`
}

// Warmup spares new pods at first.
type Warmup struct {
	// How long.
	Duration metav1.Duration `json:"duration" jsonschema:"required"`

	// The percentage of its share that a pod begins with; 10 where it is left out.
	MinimumPercent *float64 `json:"minimumPercent,omitempty" jsonschema:"minimum=0,maximum=100"`

	// How fast the share grows; 1, evenly, where it is left out.
	Aggression *float64 `json:"aggression,omitempty" jsonschema:"minimum=1"`
}
