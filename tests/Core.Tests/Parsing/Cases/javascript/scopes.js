var total = 0;
function outer(a, { b, c: renamed = 1 }, [d], ...rest) {
    if (a) {
        var hoisted = inner();
        let total = hoisted;
        use(total);
    }
    return hoisted + total;

    function inner() { return renamed + d + rest.length; }
}
for (const [key, item] of Object.entries(total)) use(key, item);
for (let i = 0; i < 3; i++) use(i);
try { outer(); } catch ({ message }) { use(message); }
const { name, address: { city }, ...others } = person;
const factorial = function self(n) { return n ? n * self(n - 1) : 1; };
const double = n => n * 2;
[total, name.first] = [1, 2];
label: while (total--) { continue label; }
html`<b>${city}</b>`;
