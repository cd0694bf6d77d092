package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

// ports is how many ports are tried, from the one asked for on.
const ports = 20

// Listen listens at an address such as 127.0.0.1:4011, or at the next port that
// is free.
func Listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("--addr %s: write an address and a port, such as 127.0.0.1:4011", addr)
	}
	first, err := strconv.Atoi(port)
	if err != nil || first < 0 || first > 65535 {
		return nil, fmt.Errorf("--addr %s: %s is no port; write a number such as 4011", addr, port)
	}
	for n := first; ; n++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n)))
		if err == nil {
			return l, nil
		}
		if !inUse(err) || n >= min(first+ports, 65535) {
			return nil, fmt.Errorf("listening at %s: %w", addr, err)
		}
	}
}

// inUse tells the error of a port that another program has (or that this one
// may not have, which Windows says of some).
func inUse(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}

// Loopback reports whether only this machine can reach the listener.
func Loopback(l net.Listener) bool {
	a, ok := l.Addr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}

// Names are the addresses by which others reach a listener that is open to
// them; none for one on the loopback.
func Names(l net.Listener) []string {
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok || a.IP.IsLoopback() {
		return nil
	}
	if !a.IP.IsUnspecified() {
		return []string{a.IP.String()}
	}
	var names []string
	list, _ := net.InterfaceAddrs()
	for _, i := range list {
		if prefix, err := netip.ParsePrefix(i.String()); err == nil && !prefix.Addr().IsLoopback() {
			names = append(names, prefix.Addr().WithZone("").String())
		}
	}
	return names
}

// Serve answers at the listener until the context is done.
func (p *Preview) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 32 << 10, BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if server.Shutdown(end) != nil {
		return server.Close()
	}
	return nil
}
