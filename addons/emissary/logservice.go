package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// LogService is a service that access logs are sent to, by Envoy's protocol for them.
type LogService = kube.Custom[LogServiceSpec]

// NamedLogService is a LogService among the addon's options.
type NamedLogService struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. A service without one is looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	LogServiceSpec `json:",inline"`
}

// LogServiceSpec says who gets access logs, and what is in them.
type LogServiceSpec struct {
	// The IDs of the Emissaries that the LogService is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The service, as "name:port" or "name.namespace:port".
	Service string `json:"service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// The version of Envoy's protocol: "v3", the only one that there is, where it is left
	// out.
	ProtocolVersion string `json:"protocol_version,omitempty" jsonschema:"enum=v3"`

	// What is logged: requests, or connections.
	Driver LogDriver `json:"driver" jsonschema:"required"`

	// What is logged beside the usual. Emissary wants it to be there, empty as it may be.
	DriverConfig LogDriverConfig `json:"driver_config"`

	// How many seconds logs are kept back; 1 where it is left out.
	FlushIntervalTime int32 `json:"flush_interval_time,omitempty" jsonschema:"minimum=1"`

	// How many bytes of logs are kept back; 16384 where it is left out. 0 keeps none back.
	FlushIntervalByteSize *int32 `json:"flush_interval_byte_size,omitempty" jsonschema:"minimum=0"`

	// Speaks HTTP/2 with the service, as gRPC wants it.
	GRPC bool `json:"grpc,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// LogDriver is what is logged.
type LogDriver string

// What is logged.
const (
	LogHTTP LogDriver = "http"
	LogTCP  LogDriver = "tcp"
)

// Enum lists what can be logged.
func (LogDriver) Enum() []string { return addon.Values(LogHTTP, LogTCP) }

// LogDriverConfig says what is logged beside the usual.
type LogDriverConfig struct {
	// Headers, for requests only.
	AdditionalLogHeaders []LogHeader `json:"additional_log_headers,omitempty"`
}

// LogHeader is a header that is logged.
type LogHeader struct {
	// Its name.
	HeaderName string `json:"header_name" jsonschema:"required"`

	// Whether that of requests is; it is where it is left out.
	DuringRequest *bool `json:"during_request,omitempty"`

	// Whether that of answers is; it is where it is left out.
	DuringResponse *bool `json:"during_response,omitempty"`

	// Whether that of trailers is; it is where it is left out.
	DuringTrailer *bool `json:"during_trailer,omitempty"`
}

// NewLogService returns a LogService.
func NewLogService(meta metav1.ObjectMeta, spec LogServiceSpec) *LogService {
	if spec.ProtocolVersion == "" {
		spec.ProtocolVersion = protocolVersion
	}
	return kube.NewCustom(apiVersion, "LogService", meta, spec)
}

// Validate refuses names that no object can have. The spec validates itself.
func (s NamedLogService) Validate(path *field.Path) field.ErrorList {
	return validNames(s.Name, s.Namespace, path)
}

// Validate refuses headers of connections.
func (s LogServiceSpec) Validate(path *field.Path) field.ErrorList {
	if s.Driver == LogTCP && len(s.DriverConfig.AdditionalLogHeaders) > 0 {
		return field.ErrorList{field.Forbidden(path.Child("driver_config", "additional_log_headers"), "connections have no headers: the driver is tcp")}
	}
	return nil
}
