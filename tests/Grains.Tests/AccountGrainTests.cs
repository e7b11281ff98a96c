using CodeGraph.Client;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Grains.Tests;

/// <summary>Accounts as their grains keep them, on either runtime.</summary>
public sealed class AccountGrainTests : GrainTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_user_has_the_role_on_the_server_or_the_one_in_the_repository()
    {
        var id = await CreateUser("bob", RepositoryRole.Reader);
        await Silo.Grains.GetMembers("shop").Set(id, RepositoryRole.Maintainer, None);
        await Restart();

        var access = (await Silo.Grains.GetUser(id).GetAccess(None))!;

        Assert.Equal((RepositoryRole.Maintainer, RepositoryRole.Reader), (access.RoleIn("shop"), access.RoleIn("other")));
        Assert.Equal([new("bob", RepositoryRole.Maintainer)], await Silo.Grains.GetMembers("shop").List(None));
    }

    [Fact]
    public async Task A_session_goes_on_with_its_newest_token_alone()
    {
        var session = await StartSession(await CreateUser("bob"));

        Assert.Equal(RefreshOutcome.Refreshed, (await session.Refresh("one", new("two", "sealed two"), None)).Outcome);
        await Restart();
        session = Silo.Grains.GetSession("session");
        Assert.Equal(RefreshOutcome.Refreshed, (await session.Refresh("two", new("three", "sealed three"), None)).Outcome);
        Assert.Equal("bob", (await session.Authenticate(None))!.Name);
        var repeated = await session.Refresh("two", new("four", "sealed four"), None);
        Assert.Equal((RefreshOutcome.Repeated, "sealed three"), (repeated.Outcome, repeated.Sealed));
        Assert.Equal("bob", (await session.Authenticate(None))!.Name);
        Assert.Equal(RefreshOutcome.Reused, (await session.Refresh("one", new("four", "sealed four"), None)).Outcome);

        Assert.Null(await session.Authenticate(None));
        Assert.Equal(RefreshOutcome.Refused, (await session.Refresh("three", new("four", "sealed four"), None)).Outcome);
    }

    [Fact]
    public async Task A_session_does_not_outlive_the_password_it_began_with()
    {
        var id = await CreateUser("bob");
        var session = await StartSession(id);

        await Silo.Grains.GetUser(id).SetPasswordHash("another", None);

        Assert.Null(await session.Authenticate(None));
        Assert.False(await session.IsAlive(None));
    }

    [Fact]
    public async Task A_password_that_is_no_more_the_current_one_changes_nothing()
    {
        var user = Silo.Grains.GetUser(await CreateUser("bob"));
        var session = await StartSession((await user.GetAccess(None))!.Id);
        await user.RenewPasswordHash("hash", "costlier hash", None);
        Assert.NotNull(await session.Authenticate(None));

        Assert.Null(await user.ChangePasswordHash("hash", "another", None));
        Assert.Equal("costlier hash", await user.GetPasswordHash(None));
        Assert.NotNull(await user.ChangePasswordHash("costlier hash", "another", None));

        Assert.Null(await session.Authenticate(None));
    }

    [Fact]
    public async Task A_key_is_never_good_for_more_than_its_user()
    {
        var id = await CreateUser("bob", RepositoryRole.Reader);
        await Silo.Grains.GetMembers("shop").Set(id, RepositoryRole.Admin, None);
        var key = Silo.Grains.GetApiKey("key");
        await key.Create(new(id, "ci", "hash", RepositoryRole.Maintainer, ["shop", "other"], TimeSpan.FromDays(1)), None);

        var access = (await key.Authenticate("hash", None))!;

        Assert.Equal(RepositoryRole.None, access.ServerRole);
        Assert.Equal((RepositoryRole.Maintainer, RepositoryRole.Reader, RepositoryRole.None), (access.RoleIn("shop"), access.RoleIn("other"), access.RoleIn("third")));
        Assert.Null(await key.Authenticate("another hash", None));
        await Silo.Grains.GetUsers().Delete("bob", None);
        Assert.Null(await key.Authenticate("hash", None));
    }

    [Fact]
    public void Narrowed_access_is_the_lesser_of_both_everywhere()
    {
        var roles = Enum.GetValues<RepositoryRole>();
        foreach (var (server, shop, most) in from server in roles from shop in roles from most in roles select (server, shop, most))
        {
            var access = new UserAccess("id", "bob", server, new Dictionary<string, RepositoryRole> { ["shop"] = shop }, Generation: 0);
            foreach (var scope in new IReadOnlyList<string>?[] { null, ["shop"], ["other"], [] })
            {
                var narrowed = access.NarrowedTo(most, scope);
                Assert.Equal(scope is null ? Lesser(most, server) : RepositoryRole.None, narrowed.ServerRole);
                foreach (var repository in new[] { "shop", "other", "third" })
                    Assert.Equal(scope?.Contains(repository) == false ? RepositoryRole.None : Lesser(most, access.RoleIn(repository)), narrowed.RoleIn(repository));
            }
        }

        static RepositoryRole Lesser(RepositoryRole one, RepositoryRole other) => (RepositoryRole)Math.Min((int)one, (int)other);
    }

    [Fact]
    public async Task What_is_refused_says_so_across_the_wire()
    {
        await CreateUser("bob", RepositoryRole.Admin);

        await Assert.ThrowsAsync<AccountConflictException>(() => CreateUser("BOB"));
        await Assert.ThrowsAsync<AccountConflictException>(() => Silo.Grains.GetUsers().Delete("bob", None));
        await Assert.ThrowsAsync<UserNotFoundException>(() => Silo.Grains.GetUsers().Delete("carol", None));
        await Assert.ThrowsAsync<InvalidAccountException>(() => CreateUser("no name"));
        await Assert.ThrowsAsync<UserNotFoundException>(() => Silo.Grains.GetUser("nobody").SetServerRole(RepositoryRole.Admin, None));
    }

    [Fact]
    public async Task Signing_keys_stay_until_their_tokens_have_expired_or_they_are_revoked()
    {
        var first = Assert.Single(await Silo.Grains.GetSigningKeys().List(None));
        var rotated = await Silo.Grains.GetSigningKeys().Rotate(revoke: false, None);
        Assert.Equal([null, first.Id], rotated.Select(k => k.RetiredAt is null ? null : k.Id));
        await Restart();
        Assert.Equal(rotated.Select(k => k.Id), (await Silo.Grains.GetSigningKeys().List(None)).Select(k => k.Id));
        Assert.Single(await Silo.Grains.GetSigningKeys().Rotate(revoke: true, None));
    }

    private async Task<string> CreateUser(string name, RepositoryRole role = RepositoryRole.None) => (await Silo.Grains.GetUsers().Create(new(name, "hash", role), None)).Id;

    private async Task<ISessionGrain> StartSession(string userId)
    {
        var session = Silo.Grains.GetSession("session");
        await session.Start((await Silo.Grains.GetUser(userId).GetAccess(None))!, "one", None);
        return session;
    }
}
