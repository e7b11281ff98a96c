using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>Members of instances and types, items of containers.</summary>
internal sealed partial class ValueSolver
{
    /// <summary>The key of the cell with all items of a container, and of that with the items whose key is not known.</summary>
    private const int AllItems = -3;
    private const int OpenItems = -4;

    private void Load(int value, int key, int into)
    {
        var index = AbstractValue.IndexOf(value);
        switch (AbstractValue.KindOf(value))
        {
            case AbstractKind.Instance:
                if (!LoadMember(index, key, into) && !members.HasExternalBase(index))
                    Connect(Cell(value, key), into);
                break;
            case AbstractKind.Symbol:
                LoadOfSymbol(index, key, value, into);
                break;
            case AbstractKind.Container:
                Connect(ItemsUnder(value, key), into);
                break;
            case AbstractKind.Closure:
                Connect(Cell(value, key), into);
                break;
        }
    }

    private void LoadOfSymbol(int symbol, int key, int value, int into)
    {
        var entity = program.EntityOf[symbol];
        if (entity >= 0 && LoadMember(entity, key, into))
            return;
        ref var definition = ref Definition(symbol);
        if (definition.Kind.IsCallable() && (Is(key, Special.Call) || Is(key, Special.Apply)))
            AddValue(into, AbstractValue.Of(AbstractKind.Caller, symbol));
        else if (definition.Kind.IsCallable() && Is(key, Special.Bind))
            AddValue(into, AbstractValue.Of(AbstractKind.Binder, symbol));
        else if (entity >= 0 && Is(key, Special.Prototype))
            AddValue(into, AbstractValue.Instance(entity));
        else
            Connect(Cell(value, key), into);
    }

    /// <summary>What members of that name hold; false where there is none.</summary>
    private bool LoadMember(int entity, int key, int into)
    {
        var node = key < 0 || key >= 1 << 28 ? -1 : members.Find(entity, key);
        if (node < 0)
            return false;
        for (; node >= 0; node = entities.Next(node))
        {
            var symbol = entities.MemberSymbol(node);
            ref var definition = ref Definition(symbol);
            if ((definition.Flags & DefinitionFlags.Accessor) != 0)
            {
                Connect(nodes.Held(symbol), into);
            }
            else if (definition.Kind.IsCallable())
            {
                Connect(decorated.TryGetValue(symbol, out var index) ? nodes.DecoratedAt(index) : Nodes.Constant(symbol), into);
            }
            else
            {
                Connect(definition.Kind.IsType() ? Nodes.Constant(symbol) : nodes.Held(symbol), into);
            }
        }
        return true;
    }

    private void StoreMember(int value, int key, int from)
    {
        switch (AbstractValue.KindOf(value))
        {
            case AbstractKind.Instance:
                StoreField(AbstractValue.IndexOf(value), key, value, from);
                break;
            case AbstractKind.Symbol when program.EntityOf[AbstractValue.IndexOf(value)] is >= 0 and var entity:
                StoreField(entity, key, value, from);
                break;
            case AbstractKind.Symbol or AbstractKind.Closure:
                Connect(from, Cell(value, key));
                break;
            case AbstractKind.Container:
                StoreItem(value, key, from);
                break;
        }
    }

    private void StoreField(int entity, int key, int value, int from)
    {
        var node = key < 0 || key >= 1 << 28 ? -1 : members.Find(entity, key);
        if (node >= 0 && entities.MemberSymbol(node) is var symbol && !Definition(symbol).Kind.IsCallable() && !Definition(symbol).Kind.IsType())
            Connect(from, nodes.Held(symbol));
        else if (node < 0)
            Connect(from, Cell(value, key));
    }

    private bool HasMembersAsItems(int value)
    {
        var symbol = AbstractValue.KindOf(value) switch
        {
            AbstractKind.Symbol => AbstractValue.IndexOf(value),
            AbstractKind.Instance => entities.Symbol(AbstractValue.IndexOf(value)),
            _ => -1,
        };
        return symbol >= 0 && program.FamilyOf(program.FileOf[symbol]) == Family.EcmaScript;
    }

    private void LoadItem(int value, int key, int into)
    {
        switch (AbstractValue.KindOf(value))
        {
            case AbstractKind.Container when key == -1:
                Connect(ItemsUnder(value, AllItems), into);
                break;
            case AbstractKind.Container:
                Connect(ItemsUnder(value, key), into);
                Connect(ItemsUnder(value, OpenItems), into);
                break;
            case AbstractKind.Instance when key >= 0 && HasMembersAsItems(value):
                Load(value, key, into);
                break;
            case AbstractKind.Instance:
                Iterate(AbstractValue.IndexOf(value), into);
                break;
            case AbstractKind.Symbol when key != -1 && program.EntityOf[AbstractValue.IndexOf(value)] >= 0:
                LoadOfSymbol(AbstractValue.IndexOf(value), key, value, into);
                break;
        }
    }

    // What an iterator gives, and what an indexer returns.
    private void Iterate(int entity, int into)
    {
        if (!iterated.Add(((long)entity << 32) | (uint)into))
            return;
        var iterator = NewNode();
        var step = NewNode();
        if (!LoadSpecial(entity, Special.Iterate, iterator, item: true, into) & !LoadSpecial(entity, Special.Next, step, item: false, into))
            LoadSpecial(entity, Special.GetItem, step, item: false, into);
    }

    private bool LoadSpecial(int entity, Special name, int node, bool item, int into)
    {
        if (special[(int)name] < 0 || !LoadMember(entity, special[(int)name], node))
            return false;
        var result = item ? NewNode() : into;
        calls.Add(new CallSite(-1, result, 0, 0, OfType: false));
        Attach(new Constraint(ConstraintKind.Call, node, calls.Count - 1, -1));
        if (item)
            Attach(new Constraint(ConstraintKind.LoadItem, result, into, -1));
        return true;
    }

    private void StoreItem(int value, int key, int from)
    {
        if (AbstractValue.KindOf(value) is not AbstractKind.Container)
        {
            // In some languages, items and members are one.
            if (key >= 0 && AbstractValue.KindOf(value) is AbstractKind.Instance or AbstractKind.Symbol or AbstractKind.Closure && HasMembersAsItems(value))
                StoreMember(value, key, from);
            return;
        }
        var place = key == -1 ? OpenItems : key;
        var stores = StoresOf(value);
        stores.All.Add((place, from));
        // Most containers are filled and never looked into.
        if (stores.Asked is not { } asked)
            return;
        if (asked.Contains(place))
            Connect(from, Cell(value, place));
        if (asked.Contains(AllItems))
            Connect(from, Cell(value, AllItems));
    }

    /// <summary>The cell of a container's items under a key; what was stored there flows into it from the first question on.</summary>
    private int ItemsUnder(int value, int key)
    {
        var cell = Cell(value, key);
        var stores = StoresOf(value);
        if (!(stores.Asked ??= []).Add(key))
            return cell;
        for (var i = 0; i < stores.All.Count; i++)
        {
            if (key == AllItems || stores.All[i].Key == key)
                Connect(stores.All[i].From, cell);
        }
        return cell;
    }

    private Stores StoresOf(int container)
    {
        var index = AbstractValue.IndexOf(container);
        if (index >= storesOf.Length)
            Array.Resize(ref storesOf, Math.Max(index + 1, containers + (containers / 4)));
        return storesOf[index] ??= new Stores();
    }

    private int Cell(int value, int key)
    {
        var id = ((long)value << 32) | (uint)key;
        if (!cells.TryGetValue(id, out var node))
            cells[id] = node = NewNode();
        return node;
    }

    private sealed class Stores
    {
        /// <summary>What was stored, and under which key.</summary>
        public List<(int Key, int From)> All { get; } = [];

        /// <summary>The keys that were asked for; null for none.</summary>
        public HashSet<int>? Asked { get; set; }
    }

    private int NewContainer() => AbstractValue.Of(AbstractKind.Container, containers++);
}
