// Who may speak: a role or agent may name who fills it, and an approval may exclude those who own an agent whose work is judged.
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import type { Entities } from '../derive/entities.ts';
import { localName } from '../derive/names.ts';
import type { Iri, Plan, PlanGate } from '../derive/plan.ts';

/** Whether somebody of this name may act for the role or agent: anybody, where it names nobody. */
export function mayFill(entities: Entities, party: Iri, name: string): boolean {
  const names = entities.parties.get(party)?.filledBy ?? [];
  return names.length === 0 || names.some((one) => sameName(one, name));
}

/** The finding for somebody who may not act for any of these roles or agents. */
export function mayNot(entities: Entities, parties: readonly Iri[], name: string): Diagnostic {
  const names = [...new Set(parties.flatMap((party) => entities.parties.get(party)?.filledBy ?? []))];
  const roles = parties.map((party) => entities.title(party)).join(' or ');
  const near = nearest(name, names);
  return unusable('schedule/not-in-role', `${name} may not act as ${roles}: the plan names ${listed(names)}.`, {
    why: 'The specification says by sx:filledBy who may.',
    help: near ? `Did you mean --as "${near}"?` : 'One of those who are named must say it.',
  });
}

/** An agent whose work the gate judges and that somebody of this name owns; undefined where there is none. */
export function ownedAgent(plan: Plan, entities: Entities, gate: PlanGate, name: string): Iri | undefined {
  const judged = plan.dependencies[gate.node]!.flatMap((node) => {
    const { kind, of } = plan.nodes[node]!;
    if (kind === 'task') return agentsAt(plan, node);
    return kind === 'phase' ? plan.phases[of]!.tasks.flatMap((task) => agentsAt(plan, task)) : [];
  });
  return judged.find((agent) => (entities.parties.get(agent)?.owners ?? []).some((owner) => is(entities, owner, name)));
}

/** The finding for the owner of an agent who would approve what the agent did. */
export function ownerMayNot(entities: Entities, gate: string, agent: Iri, name: string): Diagnostic {
  return unusable(
    'schedule/owner-approves',
    `${name} owns the agent ${entities.title(agent)}, whose work the gate "${gate}" judges, and may not approve it.`,
    {
      why: 'The specification excludes owners from this approval: sx:excludesOwners true.',
      help: 'Somebody else who fills the role must say it.',
    },
  );
}

/** Who may have done a task: the one it is given to, and its fallback. */
function agentsAt(plan: Plan, node: number): Iri[] {
  const { agent, policy } = plan.tasks[plan.nodes[node]!.of]!;
  return [agent, policy.fallback?.agent].filter((one) => one !== undefined);
}

/** An owner is known by the names of those who fill it; where none is given, by its own. */
function is(entities: Entities, owner: Iri, name: string): boolean {
  const names = entities.parties.get(owner)?.filledBy ?? [];
  return (names.length > 0 ? names : [entities.title(owner), localName(owner)]).some((one) => sameName(one, name));
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(one) === plain(other);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
