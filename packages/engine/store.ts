export { type Bindable, type Row, type Store, StoreError, type StoreErrorCode, type Table } from './store/store.ts'
export { openEmbeddedStore, readSecret } from './store/embedded.ts'
export { type Column, encodeBlock, IntegerColumn, ListColumn, TextColumn, WideColumn } from './store/native.ts'
