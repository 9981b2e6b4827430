package kube

import corev1 "k8s.io/api/core/v1"

// Env is an environment variable with its value, or nothing where the value is empty. A
// container's environment is its variables, put together by slices.Concat.
func Env[T ~string](name string, value T) []corev1.EnvVar {
	if value == "" {
		return nil
	}
	return []corev1.EnvVar{{Name: name, Value: string(value)}}
}

// EnvIf is an environment variable of the given value, or nothing.
func EnvIf[T ~string](given bool, name string, value T) []corev1.EnvVar {
	if !given {
		return nil
	}
	return []corev1.EnvVar{{Name: name, Value: string(value)}}
}

// FieldEnv is an environment variable that holds a field of the pod, such as
// "metadata.namespace".
func FieldEnv(name, path string) corev1.EnvVar {
	return corev1.EnvVar{
		Name:      name,
		ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: path}},
	}
}
