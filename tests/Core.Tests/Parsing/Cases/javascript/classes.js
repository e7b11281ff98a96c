// Keeps what was drawn.
class Canvas extends Surface.Base {
    static count = 0;
    #pixels = [];
    onDraw = (shape) => this.paint(shape);

    constructor(width, height = 10) {
        super(width);
        this.width = width;
        this.cursor = new Cursor(this);
    }

    get size() { return this.width; }
    set size(value) { this.width = value; }
    static async open(path, ...options) { return new Canvas(path); }
    *rows() { yield this.#pixels; }
    [Symbol.iterator]() { return this.rows(); }
    static { Canvas.count = 1; }
}

const Layer = class Inner extends Canvas {
    paint(shape) { return new Inner().cursor.move(shape?.area?.(1)); }
};

function Point(x) {
    this.x = x;
    this.scale = function (by) { this.x *= by; };
}
Point.prototype.shift = function (dx) { this.x += dx; this.moved = true; };
Point.origin = new Point(0);
Point.from = (text) => new Point(text);
geometry.area = function (shape) { return shape.x; };
