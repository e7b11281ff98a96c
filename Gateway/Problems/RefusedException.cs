using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Problems;

/// <summary>A request that has no answer, with what to tell of it.</summary>
internal sealed class RefusedException(ProblemDetails problem) : Exception(problem.Detail)
{
    public RefusedException(ProblemHttpResult problem)
        : this(problem.ProblemDetails)
    {
    }

    public ProblemDetails Problem { get; } = problem;
}
