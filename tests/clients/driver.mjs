// Calls the JavaScript SDK on behalf of clients_js.py: a JSON line in, a JSON line out, one call after another.
// Knows no expectation: it tells what the SDK returned or threw, and of which class.
// SPDX-License-Identifier: BSL-1.0
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const sdk = createRequire(`${process.env.FIREHOSE_SSE_NODE_MODULES}/`)("@aws-sdk/client-firehose");
const clients = new Map();

function clientFor(endpoint, attempts) {
    const id = `${attempts} ${endpoint}`;
    if (!clients.has(id)) {
        const credentials = { accessKeyId: "made-up", secretAccessKey: "made-up" };
        clients.set(id, new sdk.FirehoseClient({ region: "us-east-1", endpoint, credentials, maxAttempts: attempts }));
    }
    return clients.get(id);
}

// JSON has neither bytes nor dates: both travel marked.
function fromLine(name, value) {
    return value && typeof value.$base64 === "string" ? Buffer.from(value.$base64, "base64") : value;
}

function toLine(value) {
    if (value instanceof Date) { return { $date: value.toISOString() }; }
    if (Array.isArray(value)) { return value.map(toLine); }
    if (value === null || typeof value !== "object") { return value; }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toLine(each)]));
}

// Before anything counts or signs the body.
function withBody(command, body) {
    const replace = (next) => (args) => {
        args.request.body = body;
        args.request.headers["content-length"] = String(body.length);
        return next(args);
    };
    command.middlewareStack.add(replace, { step: "build", priority: "high" });
}

async function answer(call) {
    try {
        const command = new sdk[`${call.operation}Command`](call.input);
        if (call.body !== null) { withBody(command, call.body); }
        const { $metadata, ...output } = await clientFor(call.endpoint, call.attempts).send(command);
        return { request_id: $metadata.requestId, status: $metadata.httpStatusCode, output: toLine(output) };
    } catch (thrown) {
        const unreadable = thrown instanceof SyntaxError || thrown.$responseBodyText !== undefined;
        if (unreadable || !thrown.$metadata?.httpStatusCode) {
            return { broken: `${thrown.name}: ${thrown.message}` };
        }
        const { $metadata, $fault, $response, $service, $retryable, ...members } = thrown;
        const OwnClass = sdk[thrown.name];
        return {
            request_id: $metadata.requestId,
            status: $metadata.httpStatusCode,
            error: {
                name: thrown.name,
                message: thrown.message,
                is_own_class: typeof OwnClass === "function" && thrown instanceof OwnClass,
                is_service_exception: thrown instanceof sdk.FirehoseServiceException,
                type_header: $response?.headers?.["x-amzn-errortype"],
                members: toLine(members),
            },
        };
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line, fromLine)))}\n`);
}
for (const client of clients.values()) { client.destroy(); }
