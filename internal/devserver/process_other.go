//go:build !unix

package devserver

import (
	"os"
	"syscall"
)

func processAttributes() *syscall.SysProcAttr { return nil }

func terminate(p *os.Process) error { return p.Kill() }

func kill(p *os.Process) error { return p.Kill() }
