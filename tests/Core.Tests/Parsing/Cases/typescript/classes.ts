@Component({ selector: 'app' })
export abstract class Service<T> extends Base<T> implements Closeable, ns.Disposable {
    private static readonly cache = new Map<string, Service<any>>();
    protected items?: Item[];
    declare owner: User | undefined;

    constructor(private readonly store: Store, public name = 'x', plain: number, @Inject() logger?: Logger) { super(); }

    find(id: string): Item;
    find(id: number): Item;
    find(id: any): Item { return this.store.get(id)!; }

    @Memo
    async load(): Promise<Item | null> {
        const { value, rest: { size } } = await this.store.read();
        return (value as Item).refresh(size);
    }

    override get total(): number { return this.owner!.count; }
    protected abstract flush(this: Service<T>, force?: boolean): void;
}

export function render({ title, items }: Props, { depth }: { depth: number }): string;
export function render(...all: Props[]) {
    for (const part of all) part.title.trim();
    return (<Props>all[0]).title;
}

namespace Tools {
    export const helper = <U>(input: U) => input satisfies unknown;
    export function isItem(value: unknown): value is Item { return helper(value) instanceof Item; }
}

function assertNever(x: never): asserts x is never { throw Tools.isItem(x); }
const typed: { on: boolean; run(): void } = create();
export default typed;
