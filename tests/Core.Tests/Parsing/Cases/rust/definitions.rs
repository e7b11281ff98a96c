/// A point in the plane.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Point<T: Copy = f64> {
    pub x: T,
    y: Option<Box<Point<T>>>,
}

pub(crate) struct Meters(pub f64, String);

enum Shape {
    Circle(f64),
    Rect { width: f64, height: f64 },
    Unit = 3,
}

pub trait Area: Clone + Send {
    const SIDES: usize;
    type Output: Default;
    fn area(&self) -> Self::Output;
    fn twice(&self, times: u32) -> u32 {
        times * 2
    }
}

impl<T: Copy> Area for Point<T>
where
    T: Into<f64>,
{
    const SIDES: usize = 4;
    type Output = f64;
    fn area(&self) -> f64 {
        self.x.into()
    }
}

impl<T: Copy> Point<T> {
    pub const ORIGIN: i32 = 0;

    pub async fn new(x: T) -> Self {
        Self { x, y: None }
    }
}

union Bits {
    int: u32,
    float: f32,
}

static GREETING: &str = "hi";
static mut COUNTER: u32 = 0;
const LIMIT: usize = 10;
type Pair<T> = (T, T);

extern "C" {
    fn strlen(text: *const u8) -> usize;
}

#[macro_export]
macro_rules! square {
    ($x:expr) => {
        $x * helper($x)
    };
}

fn apply<F, const N: usize>(items: [F; N], callback: &dyn Fn(u32) -> u32) -> impl Iterator<Item = u32>
where
    F: FnOnce(),
{
    fn inner() {}
    inner();
    callback(1)
}
