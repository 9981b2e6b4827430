package emissary

import (
	"encoding/json"

	"github.com/fitout/fitout/addon"
)

// AccessLog is how requests are logged.
type AccessLog struct {
	// The form; text where it is left out.
	Type LogType `json:"type,omitempty"`

	// A file of the pods, in place of standard output.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// The line that is logged as text, with variables of Envoy, such as "%RESPONSE_CODE%".
	Text string `json:"text,omitempty"`

	// The fields that are logged as JSON: from the name to a text with variables of Envoy.
	Fields map[string]string `json:"fields,omitempty"`
}

// LogType is the form of the access log.
type LogType string

// The forms.
const (
	LogText      LogType = "text"
	LogJSON      LogType = "json"
	LogTypedJSON LogType = "typed_json" // with numbers as numbers
)

// Enum lists the forms.
func (LogType) Enum() []string { return addon.Values(LogText, LogJSON, LogTypedJSON) }

// LogFormat is what is in the access log: in the Module a text, or a map of texts for JSON.
type LogFormat struct {
	Text   string
	Fields map[string]string
}

// MarshalJSON returns the fields, or the text where there are none.
func (f LogFormat) MarshalJSON() ([]byte, error) {
	if f.Fields != nil {
		return json.Marshal(f.Fields)
	}
	return json.Marshal(f.Text)
}

// UnmarshalJSON reads what MarshalJSON returns.
func (f *LogFormat) UnmarshalJSON(data []byte) error {
	*f = LogFormat{}
	if len(data) > 0 && data[0] == '{' {
		return json.Unmarshal(data, &f.Fields)
	}
	return json.Unmarshal(data, &f.Text)
}

// IsZero tells whether nothing is said of the format.
func (f LogFormat) IsZero() bool { return f.Text == "" && f.Fields == nil }
