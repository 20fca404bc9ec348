// SPDX-License-Identifier: Apache-2.0
// Sign-in providers that others wrote: the npm packages oidc-provider, which many run in earnest, and oauth2-mock-server.
import { createServer } from "node:http";
import { OAuth2Server } from "oauth2-mock-server";

/**
 * panva's oidc-provider with its form, where any login and password do and NAME signs in as NAME@example.org. It knows its
 * client once `knows` was called with the address people come back to.
 */
export async function openPeerProvider(test) {
    let answer = (_, response) => response.writeHead(503).end();
    const server = createServer((request, response) => answer(request, response));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    test.after(() => {
        server.closeAllConnections();
        server.close();
    });
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const client = { clientId: "jamhall", clientSecret: "secret of the hall" };
    return {
        issuer,
        ...client,
        async knows(redirectUri) {
            const { Provider } = await import("oidc-provider");
            const provider = new Provider(issuer, {
                clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
                claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
                pkce: { required: () => true },
                findAccount: (_, id) => ({
                    accountId: id,
                    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: `${id[0].toUpperCase()}${id.slice(1)}` }),
                }),
            });
            answer = provider.callback();
        },
    };
}

/** oauth2-mock-server, which signs in at once; `change(token)` may change what it is about to sign. */
export async function openMockServer(test, change) {
    const server = new OAuth2Server();
    await server.issuer.keys.generate("RS256");
    await server.start(0, "127.0.0.1");
    test.after(() => server.stop());
    server.service.on("beforeTokenSigning", (token) => change(token));
    return { issuer: server.issuer.url, clientId: "jamhall", clientSecret: "secret of the hall", server };
}
