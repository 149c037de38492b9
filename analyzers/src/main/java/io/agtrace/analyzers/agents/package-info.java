/**
 * The agents' view: what a person who debugs a multi-agent system thinks in. From the tree of a
 * workflow come agent invocations, the messages between them, decisions, loops, retries, fan-outs
 * and joins, and the critical path. Everything names the nodes of the tree that it rests on.
 */
@NullMarked
package io.agtrace.analyzers.agents;

import org.jspecify.annotations.NullMarked;
