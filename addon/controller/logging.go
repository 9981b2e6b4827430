package controller

import (
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Logging is an option of a controller's addon: how it logs.
type Logging struct {
	// Which entries are logged: the program decides where it is left out, which is "debug" for
	// most that kubebuilder has laid out.
	Level LogLevel `json:"level,omitempty"`

	// The form of an entry: the program decides where it is left out.
	Encoder LogEncoder `json:"encoder,omitempty"`
}

// LogLevel is the least important kind of entries that are logged.
type LogLevel string

// The levels.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogError LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogDebug, LogInfo, LogError) }

// LogEncoder is the form of an entry.
type LogEncoder string

// The forms.
const (
	LogConsole LogEncoder = "console"
	LogJSON    LogEncoder = "json"
)

// Enum lists the forms.
func (LogEncoder) Enum() []string { return addon.Values(LogConsole, LogJSON) }

func (l Logging) flags() []string {
	return slices.Concat(kube.Flag("--zap-log-level", l.Level), kube.Flag("--zap-encoder", l.Encoder))
}
