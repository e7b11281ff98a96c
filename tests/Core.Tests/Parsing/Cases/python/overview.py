import os.path as p, sys
from . import x as y
from a.b import *
# about A
class A(B, metaclass=M):
    """Doc of A."""
    z: int = 3
    def __init__(self, q: "Foo", *args, k=1, **kw) -> None:
        self.foo = Bar(q)
        self.foo.run(z, *args)
        self.go()
    @property
    def go(self):
        def inner(): return self.w
        for a, (b, c) in zip(x): a.k[0].m(b)
        return [i for i in y.f().g if i]
F = lambda u: u + 1
async def main():
    global N
    N = A()
    if (n := p.join(F)): pass
    match n:
        case Foo(x=1): pass
        case v: v.q()
