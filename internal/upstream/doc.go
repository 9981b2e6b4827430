// Package upstream is a module of upstream's own code: it reads the configuration that addons
// write for it, out of the goldens. It has a folder for each program.
package upstream
