export function operatorOpenApi(): object {
  return {}
}
