package datadog

import (
	"encoding/json"
	"fmt"
	"strings"
)

// seccompProfile keeps the system probe to the calls that it needs, as Docker's format has it.
type seccompProfile struct {
	DefaultAction string        `json:"defaultAction"`
	Syscalls      []seccompRule `json:"syscalls"`
}

type seccompRule struct {
	Names   []string     `json:"names"`
	Action  string       `json:"action"`
	Args    []seccompArg `json:"args,omitempty"`
	Comment string       `json:"comment,omitempty"`
}

type seccompArg struct {
	Index    int    `json:"index"`
	Value    int64  `json:"value"`
	ValueTwo int64  `json:"valueTwo"`
	Op       string `json:"op"`
}

const networkNamespace = 0x40000000 // CLONE_NEWNET

func seccomp() string {
	data, err := json.MarshalIndent(seccompProfile{
		DefaultAction: "SCMP_ACT_ERRNO",
		Syscalls: []seccompRule{
			{Names: strings.Fields(probeCalls), Action: "SCMP_ACT_ALLOW"},
			{Names: []string{"setns"}, Action: "SCMP_ACT_ALLOW", Args: []seccompArg{{Index: 1, Value: networkNamespace, Op: "SCMP_CMP_EQ"}}},
			{Names: []string{"kill"}, Action: "SCMP_ACT_ALLOW", Args: []seccompArg{{Index: 1, Op: "SCMP_CMP_EQ"}}, Comment: "whether a process is there"},
		},
	}, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("datadog: %v", err)) // it is a struct of our own
	}
	return string(data) + "\n"
}

// probeCalls are what upstream's profile allows.
const probeCalls = `
	accept4 access arch_prctl bind bpf brk capget capset chdir chmod chown clock_gettime clone
	clone3 close close_range connect copy_file_range creat dup dup2 dup3 epoll_create
	epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_wait epoll_wait_old eventfd eventfd2
	execve execveat exit exit_group faccessat faccessat2 fchmod fchmodat fchown fchown32 fchownat
	fcntl fcntl64 flock fstat fstat64 fstatfs fsync futex futimens getcwd getdents getdents64
	getegid geteuid getgid getgroups getpeername getpgrp getpid getppid getpriority getrandom
	getresgid getresgid32 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt
	gettid gettimeofday getuid getxattr inotify_add_watch inotify_init inotify_init1
	inotify_rm_watch ioctl ipc listen lseek lstat lstat64 madvise memfd_create mkdir mkdirat mmap
	mmap2 mprotect mremap munmap nanosleep newfstatat open openat openat2 pause perf_event_open
	pidfd_open pidfd_send_signal pipe pipe2 poll ppoll prctl pread64 prlimit64 pselect6 read
	readlink readlinkat recvfrom recvmmsg recvmsg rename renameat renameat2 restart_syscall rmdir
	rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
	rt_sigtimedwait rt_tgsigqueueinfo sched_getaffinity sched_yield seccomp select semtimedop send
	sendmmsg sendmsg sendto set_robust_list set_tid_address setgid setgid32 setgroups setgroups32
	setitimer setns setpgid setresgid setresuid setrlimit setsid setsockopt setuid setuid32
	shutdown sigaltstack socket socketcall socketpair stat stat64 statfs statx symlinkat sysinfo
	tgkill tkill umask uname unlink unlinkat utime utimensat utimes wait4 waitid waitpid write
	writev
`
