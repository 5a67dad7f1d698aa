/**
 * A forest whose nodes move from parent to parent: a link-cut tree (Sleator and Tarjan). Every operation takes O(log n)
 * steps on average, however deep the trees are, where a walk up takes as many as the tree is deep.
 *
 * The way from a node up to its root is cut into paths. Each path is a splay tree, sorted from top to bottom: what is
 * left of a node is above it. An edge that closes a loop, which only wrong data can hold, is kept aside at its root.
 */
class Node {
  left: Node | undefined;
  right: Node | undefined;
  /** The parent in the splay tree; for the root of one, the node above the top of its path. */
  up: Node | undefined;
  /** The parent of a root that is below it: the edge closes a loop. */
  loop: Node | undefined;
}

export class Forest {
  readonly #nodes = new Map<string, Node>();

  /** Whether `id` is `above`, or below it at any depth. */
  isBelow(id: string, above: string): boolean {
    const [node, other] = [this.#node(id), this.#node(above)];
    if (isOnWayUp(node, other)) return true;
    const { loop } = rootOf(node);
    return loop !== undefined && isOnWayUp(loop, other);
  }

  /** Moves a node, with all that is below it, to another parent, or to none. */
  setParent(id: string, parentId: string | null): void {
    const node = this.#node(id);
    detach(node);
    if (parentId === null) return;
    const parent = this.#node(parentId);
    if (rootOf(parent) === node) node.loop = parent;
    else link(node, parent);
  }

  #node(id: string): Node {
    let node = this.#nodes.get(id);
    if (node === undefined) {
      node = new Node();
      this.#nodes.set(id, node);
    }
    return node;
  }
}

/** Whether `other` is `node` or on the way from it up to its root. */
function isOnWayUp(node: Node, other: Node): boolean {
  access(node);
  splay(other);
  // If both are of one path, `node` is no longer the root of its splay tree.
  return node === other || node.up !== undefined;
}

function rootOf(node: Node): Node {
  access(node);
  let top = node;
  while (top.left !== undefined) top = top.left;
  splay(top);
  return top;
}

/** Makes a node a root. */
function detach(node: Node): void {
  if (node.loop !== undefined) {
    node.loop = undefined;
    return;
  }
  const root = rootOf(node);
  access(node);
  if (node.left === undefined) return;
  node.left.up = undefined;
  node.left = undefined;
  const { loop } = root;
  if (loop === undefined || rootOf(loop) !== node) return;
  // The loop led through the edge that is gone.
  root.loop = undefined;
  link(root, loop);
}

function link(root: Node, parent: Node): void {
  access(root);
  root.up = parent;
}

/** Makes the way from a node up to its root one path that ends with the node, which becomes the root of its splay tree. */
function access(node: Node): void {
  let below: Node | undefined;
  for (let at: Node | undefined = node; at !== undefined; at = at.up) {
    splay(at);
    at.right = below;
    below = at;
  }
  splay(node);
}

const isSplayRoot = (node: Node): boolean => node.up?.left !== node && node.up?.right !== node;

/** Makes a node the root of its splay tree. */
function splay(node: Node): void {
  while (!isSplayRoot(node)) {
    const parent = node.up as Node;
    if (!isSplayRoot(parent)) rotate((parent.left === node) === (parent.up?.left === parent) ? parent : node);
    rotate(node);
  }
}

/** Changes places with the parent in the splay tree; the order of its nodes stays. */
function rotate(node: Node): void {
  const parent = node.up as Node;
  const above = parent.up;
  if (above?.left === parent) above.left = node;
  else if (above?.right === parent) above.right = node;
  if (parent.left === node) {
    parent.left = node.right;
    if (node.right) node.right.up = parent;
    node.right = parent;
  } else {
    parent.right = node.left;
    if (node.left) node.left.up = parent;
    node.left = parent;
  }
  parent.up = node;
  node.up = above;
}
