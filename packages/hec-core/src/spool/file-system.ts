/** How far a file system can be trusted with a spool. */
export type Trust =
  | { readonly trust: 'full' }
  /** May or may not be shared with other machines: it does not say. */
  | { readonly trust: 'doubtful'; readonly name: string }
  | { readonly trust: 'none'; readonly name: string };

/** `f_type` of statfs(2), from linux/magic.h and the file systems' own headers. */
const NETWORK: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x5346414f: 'AFS',
  0x6b414653: 'AFS',
  0x73757245: 'Coda',
  0x564c: 'NCP',
  0x00c36400: 'Ceph',
  0x0bd00bd0: 'Lustre',
  0x47504653: 'GPFS',
  0x01161970: 'GFS2',
  0x7461636f: 'OCFS2',
  0x19830326: 'BeeGFS',
};

/**
 * sshfs and s3fs are FUSE, but so are rootless Podman's root and Docker Desktop's folders (virtiofs has the same
 * magic); gVisor's root and WSL's Windows drives are 9P. Refusing them would take the spool from people for whom it
 * works.
 */
const DOUBTFUL: Readonly<Record<number, string>> = {
  0x65735546: 'FUSE',
  0x01021997: '9P',
  0x786f4256: 'VirtualBox shared folders',
  0xbacbacbc: 'VMware shared folders',
  0x7c7c6673: 'Parallels shared folders',
};

/** @param type `statfs().type` on Linux; other systems number their file systems differently, and are not judged. */
export function judge(type: number, platform: NodeJS.Platform): Trust {
  if (platform !== 'linux') return { trust: 'full' };
  const magic = type >>> 0;
  const network = NETWORK[magic];
  if (network !== undefined) return { trust: 'none', name: network };
  const doubtful = DOUBTFUL[magic];
  return doubtful === undefined ? { trust: 'full' } : { trust: 'doubtful', name: doubtful };
}
