extern crate alloc as heap;

use crate::shapes::{self, circle::Circle, Square as Quad, *};
use std::fmt;
use std::io::Read as _;
pub use super::units::Meters;
use ::other;

mod geometry;
#[cfg(unix)]
#[path = "platform/unix.rs"]
pub mod platform;

mod outer {
    pub fn visible() {}
    pub mod inner {
        use super::visible;

        fn call() {
            visible();
            super::visible();
            crate::outer::visible();
            hidden();
        }
    }
}

fn hidden(f: &mut fmt::Formatter) -> Circle {
    geometry::area(Quad::new(), other::x)
}
