pub fn old() {
    todo!()
}
