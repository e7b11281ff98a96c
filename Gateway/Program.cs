using CodeGraph.Gateway;

return await GatewayHost.Run(args);
