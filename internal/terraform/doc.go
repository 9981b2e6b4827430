// Package terraform has the tests that hold package render to what Terraform and
// CloudFormation themselves say of what it writes. They read the goldens of package render,
// whose own tests see to it that these are what is written.
//
//	go -C internal/terraform test -count=1 ./...
//
// (The goldens are files of another module, which Go doesn't look at when it decides whether
// a cached result still holds.)
//
// It is a module of its own so that whoever imports an addon doesn't get Terraform's language
// with it. Tests that need the programs terraform and cfn-lint are skipped where there is
// none. None of them needs a network or an account.
package terraform
