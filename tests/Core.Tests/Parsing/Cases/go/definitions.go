// Package shop keeps orders.
package shop

import "fmt"

// Level orders severities.
type Level int

const (
	// Low is the least.
	Low Level = iota
	high
)

type Handler func(order *Order) error

type Text = string

// Order is what a customer wants.
type Order struct {
	fmt.Stringer
	*base
	ID, count int
	Lines     []*Line
	byName    map[string]Line
	address   struct {
		Street string
	}
}

type Line struct{ Price float64 } // trailing words are no doc comment
type base struct{}

type Store[K comparable, V any] interface {
	fmt.Stringer
	Number
	Find(key K) (V, error)
	Put(K, ...V)
}

type Number interface {
	~int | float64
}

type Cache[K comparable, V any] struct {
	items map[K]V
}

func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	value, ok = c.items[key]
	return
}

func (Level) String() string { return "" }

func Map[T, U any](in []T, apply func(item T) U) []U {
	return nil
}

var (
	Default, second = New(), 2
	onError         = func(err error) bool { return err != nil }
	_               fmt.Stringer = Low
)

func New(options ...func(*Order)) *Order { return &Order{ID: 1} }
