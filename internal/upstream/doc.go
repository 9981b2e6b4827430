// Package upstream is a module of tests alone: upstream's own code reads the configuration
// that addons write for it, out of the goldens. It has a folder for each program.
package upstream
