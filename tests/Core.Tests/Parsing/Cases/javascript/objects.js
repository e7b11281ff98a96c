const settings = {
    theme: 'dark',
    name,
    panel: { width: 10, toggle() { this.width = 0; } },
    apply(target) { target.use(this.panel); },
    'on-change': function () { return settings.theme; },
    [key]: 1,
};

function createStore(initial) {
    const state = Object.freeze({ value: initial });
    return { state, get: () => state.value, limit: 5 };
}

register({ name: 'x', run() { return settings; }, ready: () => createStore(1) });
const Panel = memo(({ title, onClose }) => <Frame.Box title={title} onClick={onClose}><p className="a">{title}</p></Frame.Box>);
