using System.Text.Json;
using System.Text.Json.Serialization;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Grains;

/// <summary>
/// Generated serialisation of what the grains remember. A command line answers in a tenth of a second, and a third of that would go into
/// looking at these types by reflection.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, IncludeFields = true)]
[JsonSerializable(typeof(RepositoriesState))]
[JsonSerializable(typeof(RepositoryState))]
[JsonSerializable(typeof(UsersState))]
[JsonSerializable(typeof(UserState))]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(ApiKeyState))]
[JsonSerializable(typeof(MembersState))]
[JsonSerializable(typeof(SigningKeysState))]
public sealed partial class StateJson : JsonSerializerContext;
