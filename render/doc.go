// Package render writes a plan in the forms that the engines which apply it read.
//
// [YAML] and [JSON] write one stream in the order in which the objects are applied.
// [Terraform] and [CloudFormation] write what the addons need in the cluster's AWS account.
// [Main] is the command line of a program that defines clusters.
package render
